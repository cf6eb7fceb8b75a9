/*
 * money.c -- pesos, exactly.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/money.h"

#define PESOS_MAX 1000000000000000u	/* 10^15 */

static struct str skip_spaces(struct str s)
{
	while (s.len && s.ptr[0] == ' ')
		s = str_slice(s, 1, (size_t)-1);
	return s;
}

/* "$ 1 MXN" without its currency. */
static struct str strip_currency(struct str s)
{
	if (str_starts(s, STR("$")))
		s = skip_spaces(str_slice(s, 1, (size_t)-1));
	if (str_ends(s, STR("MXN"))) {
		s.len -= 3;
		while (s.len && s.ptr[s.len - 1] == ' ')
			s.len--;
	}
	return s;
}

/* Digits, with commas at every thousand or none at all. */
static bool parse_pesos(struct str s, unsigned long long *pesos)
{
	unsigned long long sum = 0, group;
	bool commas = str_find_char(s, ',') != (size_t)-1;
	bool first = true;
	struct str piece;

	if (!commas)
		return str_to_number(s, PESOS_MAX, pesos);
	while (str_cut(&s, ',', &piece)) {
		if (piece.len > 3 || (piece.len < 3 && !first) ||
		    !str_to_number(piece, 999, &group))
			return false;
		sum = sum * 1000 + group;
		if (sum > PESOS_MAX)
			return false;
		first = false;
	}
	*pesos = sum;
	return true;
}

bool money_parse(struct str s, int64_t *centavos)
{
	unsigned long long pesos, cents = 0;
	struct str fraction = strip_currency(s), whole;

	if (!str_cut(&fraction, '.', &whole) || !parse_pesos(whole, &pesos))
		return false;
	if (fraction.ptr) {
		if (fraction.len > 2 || !str_to_number(fraction, 99, &cents))
			return false;
		if (fraction.len == 1)
			cents *= 10;
	}
	if (pesos == PESOS_MAX && cents)
		return false;
	*centavos = (int64_t)(pesos * 100 + cents);
	return true;
}

/* |CENTAVOS|, also of the one that has no positive. */
static uint64_t magnitude(int64_t centavos)
{
	return centavos < 0 ? -(uint64_t)centavos : (uint64_t)centavos;
}

static void put_thousands(struct buf *out, uint64_t pesos)
{
	char digits[32];
	size_t at = sizeof digits, group = 0;

	do {
		if (group == 3) {
			digits[--at] = ',';
			group = 0;
		}
		digits[--at] = (char)('0' + pesos % 10);
		pesos /= 10;
		group++;
	} while (pesos);
	buf_put(out, digits + at, sizeof digits - at);
}

void money_put(struct buf *out, int64_t centavos)
{
	uint64_t amount = magnitude(centavos);
	char cents[3] = { '.', (char)('0' + amount % 100 / 10), (char)('0' + amount % 10) };

	buf_put_text(out, centavos < 0 ? "-$" : "$");
	put_thousands(out, amount / 100);
	buf_put(out, cents, sizeof cents);
}

void money_put_plain(struct buf *out, int64_t centavos)
{
	uint64_t amount = magnitude(centavos);

	buf_printf(out, "%s%llu.%02u", centavos < 0 ? "-" : "",
		   (unsigned long long)(amount / 100), (unsigned)(amount % 100));
}
