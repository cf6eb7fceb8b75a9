/*
 * amount.h -- what an evaluation cost, in figures, in words, or in both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef GENERATOR_IMPORT_AMOUNT_H
#define GENERATOR_IMPORT_AMOUNT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum tax { TAX_UNKNOWN, TAX_INCLUDED, TAX_EXCLUDED };

struct amount {
	int64_t centavos;
	enum tax tax;
	struct str rest;	/* what stands behind the figures, without the words on tax; where
				   there are only words, all of them */
	int64_t other;		/* another amount that is told beside it, in words or figures; -1: none */
	bool other_in_words;
};

/*
 * Read "$250,000.00", "$ 250 000.00", "1 mil 250 millones 587 mil 837.98 pesos",
 * "doscientos cincuenta mil pesos 00/100 M.N.". Figures behind a "$" count before
 * others, figures before words; a percentage, a date and the hundredths of "00/100"
 * are no amount. Returns false when none can be told for certain: nothing is
 * supposed of half an amount, nor chosen among several bare numbers.
 */
bool amount_read(struct arena *arena, struct str text, struct amount *amount);

#endif
