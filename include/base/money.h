/*
 * money.h -- pesos, exactly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts are whole centavos in 64 bits; nothing is ever a float.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"

/*
 * Read "250000", "250000.5", "250000.50", "$250,000.00", "$ 250,000.00 MXN".
 * Commas must stand at the thousands. Returns false, and leaves *CENTAVOS,
 * for anything else, for negative amounts, and above 10^15 pesos.
 */
bool money_parse(struct str s, int64_t *centavos);

/* "$250,000.00" */
void money_put(struct buf *out, int64_t centavos);

/* "250000.00": for data. */
void money_put_plain(struct buf *out, int64_t centavos);

#endif
