/*
 * amount.c -- pesos out of figures and words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "amount.h"

#include "base/money.h"
#include "value.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* ---- figures ---- */

/* True when three digits and no fourth stand at AT. */
static bool is_group(struct str text, size_t at)
{
	return at + 3 <= text.len && char_is_digit(text.ptr[at]) && char_is_digit(text.ptr[at + 1]) && char_is_digit(text.ptr[at + 2]) &&
	       (at + 3 == text.len || !char_is_digit(text.ptr[at + 3]));
}

/*
 * Figures at AT as one number in OUT, without spaces: "250,000.00", "250 000.00",
 * and "250, 000.00" as a line end leaves it. Returns how many bytes they take.
 */
static size_t read_figures(struct str text, size_t at, char *out, size_t room)
{
	size_t i = at, length = 0, group = 0;
	bool point = false;

	while (i < text.len && length + 1 < room) {
		char c = text.ptr[i], next = i + 1 < text.len ? text.ptr[i + 1] : '\0';

		if (char_is_digit(c)) {
			out[length++] = c;
			group++;
			i++;
		} else if (length && strchr(",.", c) && char_is_digit(next)) {
			point |= c == '.';
			out[length++] = c;
			group = 0;
			i++;
		} else if (length && !point && group <= 3 && c == ',' && next == ' ' && is_group(text, i + 2)) {
			out[length++] = c;
			group = 0;
			i += 2;
		} else if (length && !point && group <= 3 && c == ' ' && is_group(text, i + 1)) {
			group = 0;
			i++;
		} else {
			break;
		}
	}
	out[length] = '\0';
	return i - at;
}

/* "mil" or "millones" at AT: what it multiplies with; *LENGTH with the space. */
static int64_t scale_at(struct str text, size_t at, size_t *length)
{
	static const struct {
		const char *word;
		int64_t scale;
	} words[] = { { " millones", 1000000 }, { " millon", 1000000 }, { " mil", 1000 } };

	for (size_t i = 0; i < 3; i++) {
		struct str word = str_from(words[i].word);
		struct str here = str_slice(text, at, word.len + 1);

		if (str_starts(here, word) && (here.len == word.len || !is_letter(here.ptr[word.len]))) {
			*length = word.len;
			return words[i].scale;
		}
	}
	return 0;
}

/*
 * "1 mil 250 millones 587 mil 837.98" from AT of TEXT: thousands gather until
 * "millones" closes them. Returns how long it is, or 0.
 */
static size_t mixed_amount(struct str text, size_t at, int64_t *centavos)
{
	int64_t total = 0, part = 0, scale;
	size_t i = at, end = at;
	int scales = 0;

	for (int turn = 0; turn < 6; turn++) {
		char figures[40];
		size_t length = read_figures(text, i, figures, sizeof figures), word;
		int64_t amount;

		if (!length || length > 12 || !money_parse(str_from(figures), &amount))
			break;
		i = end = i + length;
		scale = scale_at(text, i, &word);
		if (!scale) {
			part += amount;
			break;
		}
		if (amount > INT64_MAX / 1000000 / 1000 || part > INT64_MAX / 1000000 / 1000)
			return 0;
		scales++;
		part = scale == 1000 ? part + amount * 1000 : (part + amount) * 1000000;
		i = end = i + word;
		if (scale == 1000000) {
			total += part;
			part = 0;
		}
		if (i + 1 >= text.len || text.ptr[i] != ' ' || !char_is_digit(text.ptr[i + 1]))
			break;
		i++;
	}
	*centavos = total + part;
	return scales ? end - at : 0;
}

/* True when the number from START to END is part of a date or a code, the
   hundredths of "00/100", or a percentage. */
static bool is_other_number(struct str text, size_t start, size_t end)
{
	char before = start ? text.ptr[start - 1] : ' ', after = end < text.len ? text.ptr[end] : ' ';

	return strchr("/-#", before) || is_letter(before) || after == '/' || after == '%' || is_letter(after) ||
	       (after == '-' && end + 1 < text.len && text.ptr[end + 1] > ' ') ||
	       str_starts(str_slice(text, end, (size_t)-1), STR(" %")) ||
	       str_starts(str_slice(text, end, (size_t)-1), STR(" por ciento"));
}

struct figures {
	size_t start, end;
	int64_t centavos;
	bool dollar;		/* behind a "$" */
	bool shaped;		/* with commas, a point, or "mil": not a bare number */
	bool bad;		/* no amount can be made of it */
};

/* The next number of TEXT at or behind AT that may be an amount. */
static bool next_figures(struct str text, size_t at, struct figures *found)
{
	for (size_t i = at; i < text.len; i++) {
		char figures[40];
		size_t length, word, mixed = 0, before = i;

		if (!char_is_digit(text.ptr[i]))
			continue;
		*found = (struct figures){ .start = i };
		length = read_figures(text, i, figures, sizeof figures);
		while (before && text.ptr[before - 1] == ' ')
			before--;
		found->dollar = before && text.ptr[before - 1] == '$';
		if (scale_at(text, i + length, &word))
			mixed = mixed_amount(text, i, &found->centavos);
		found->shaped = mixed || strpbrk(figures, ",.");
		found->bad = !mixed && !money_parse(str_from(figures), &found->centavos);
		found->end = i + (mixed ? mixed : length);
		if (found->dollar || !is_other_number(text, i, found->end))
			return true;
		i = found->end - 1;
		while (i + 1 < text.len && (char_is_digit(text.ptr[i + 1]) || text.ptr[i + 1] == '/'))
			i++;
	}
	return false;
}

/* The figures that count: behind "$", else of the shape of an amount, else the only
   number there is. */
static bool best_figures(struct str text, struct figures *best)
{
	struct figures one, plain = { 0 }, shaped = { 0 };
	size_t bare = 0;

	for (size_t at = 0; next_figures(text, at, &one); at = one.end) {
		if (one.dollar) {
			*best = one;
			return !one.bad;
		}
		if (one.shaped && !shaped.end)
			shaped = one;
		if (bare++ == 0)
			plain = one;
	}
	*best = shaped.end ? shaped : plain;
	return best->end && !best->bad && (shaped.end || bare == 1);
}

/* ---- words ---- */

static const struct {
	const char *word;
	int value;
} numbers[] = {
	{ "un", 1 }, { "uno", 1 }, { "una", 1 }, { "dos", 2 }, { "tres", 3 }, { "cuatro", 4 }, { "cinco", 5 },
	{ "seis", 6 }, { "siete", 7 }, { "ocho", 8 }, { "nueve", 9 }, { "diez", 10 }, { "once", 11 }, { "doce", 12 },
	{ "trece", 13 }, { "catorce", 14 }, { "quince", 15 }, { "dieciseis", 16 }, { "diecisiete", 17 },
	{ "dieciocho", 18 }, { "diecinueve", 19 }, { "veinte", 20 }, { "veintiun", 21 }, { "veintiuno", 21 },
	{ "veintiuna", 21 }, { "veintidos", 22 }, { "veintitres", 23 }, { "veinticuatro", 24 }, { "veinticinco", 25 },
	{ "veintiseis", 26 }, { "veintisiete", 27 }, { "veintiocho", 28 }, { "veintinueve", 29 }, { "treinta", 30 },
	{ "cuarenta", 40 }, { "cincuenta", 50 }, { "sesenta", 60 }, { "setenta", 70 }, { "ochenta", 80 },
	{ "noventa", 90 }, { "cien", 100 }, { "ciento", 100 }, { "doscientos", 200 }, { "doscientas", 200 },
	{ "trescientos", 300 }, { "trescientas", 300 }, { "cuatrocientos", 400 }, { "cuatrocientas", 400 },
	{ "quinientos", 500 }, { "quinientas", 500 }, { "seiscientos", 600 }, { "seiscientas", 600 },
	{ "setecientos", 700 }, { "setecientas", 700 }, { "ochocientos", 800 }, { "ochocientas", 800 },
	{ "novecientos", 900 }, { "novecientas", 900 },
};

static int number_word(struct str word)
{
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (str_equal(word, str_from(numbers[i].word)))
			return numbers[i].value;
	return 0;
}

/* The word of letters at or behind *AT, over spaces only; empty: something else. */
static struct str word_at(struct str text, size_t *at)
{
	size_t start;

	while (*at < text.len && text.ptr[*at] == ' ')
		(*at)++;
	start = *at;
	while (*at < text.len && is_letter(text.ptr[*at]))
		(*at)++;
	return str_slice(text, start, *at - start);
}

/* Behind a word of value LAST only smaller ones go on with the number: "dos tres" is none. */
static int room_behind(int last)
{
	return last >= 1000 ? 1000 : last >= 100 ? 100 : last >= 20 && last % 10 == 0 ? 10 : 0;
}

/* The words of a whole number at *AT, which goes behind them; -1: none. */
static int64_t whole_words(struct str text, size_t *at)
{
	int64_t total = 0, part = 0;
	int last = 1000, words = 0;
	bool thousands = false, millions = false;

	for (size_t next = *at;; *at = next) {
		struct str word = word_at(text, &next);
		int value = number_word(word);

		if (value && value < room_behind(last)) {
			part += value;
			last = value;
			words++;
		} else if (str_equal(word, STR("y")) && last < 100 && last >= 10) {
			last = last < 20 ? 20 : last;	/* "diez y seis" */
		} else if (str_equal(word, STR("mil")) && !thousands) {
			part = (part ? part : 1) * 1000;
			thousands = true;
			last = 1000;
			words++;
		} else if ((str_equal(word, STR("millon")) || str_equal(word, STR("millones"))) && part && !millions) {
			total = part * 1000000;
			part = 0;
			millions = true;
			thousands = false;
			last = 1000;
			words++;
		} else if (!(str_equal(word, STR("de")) && millions && part == 0)) {
			break;
		}
	}
	return words ? total + part : -1;
}

/* Behind "pesos": "50/100", "con cincuenta centavos"; 0 where nothing is said. */
static int64_t hundredths(struct str text, size_t at)
{
	size_t after = at;
	int64_t value = 0;
	size_t digits = 0;

	while (at < text.len && strchr(" ,.", text.ptr[at]))
		at++;
	if (str_starts(str_slice(text, at, (size_t)-1), STR("con ")))
		at += 4;
	for (; at < text.len && char_is_digit(text.ptr[at]) && digits < 2; digits++)
		value = value * 10 + (text.ptr[at++] - '0');
	if (digits && str_starts(str_slice(text, at, (size_t)-1), STR("/100")))
		return value;
	at = after;
	if (!str_equal(word_at(text, &at), STR("con")))
		return 0;
	value = whole_words(text, &at);
	return value > 0 && value < 100 && str_starts(word_at(text, &at), STR("centavo")) ? value : 0;
}

/* The amount that the folded TEXT has in words, up to "pesos"; -1: none. */
static int64_t amount_of_words(struct str text)
{
	for (size_t at = 0; at < text.len; at++) {
		size_t end = at;
		int64_t pesos;
		struct str next;

		if (!is_letter(text.ptr[at]) || (at && is_letter(text.ptr[at - 1])))
			continue;
		pesos = whole_words(text, &end);
		if (pesos < 0)
			continue;
		next = word_at(text, &end);
		if (str_starts(next, STR("peso")))
			return pesos * 100 + hundredths(text, end);
		if (number_word(next) || str_equal(next, STR("mil")))
			return -1;
	}
	return -1;
}

/* ---- tax ---- */

static enum tax read_tax(struct str folded)
{
	static const char *const no[] = { "mas iva", "mas i.v.a", "mas el iva", "sin iva", "iva no incluido", "no incluye iva", "no incluye el iva", "+ iva", "antes de iva" };
	static const char *const yes[] = { "iva incluido", "i.v.a. incluido", "incluye iva", "incluye i.v.a", "incluye el iva", "con iva", "incluido el iva", "incluyendo iva", "incluyendo el iva", "iva incluid" };

	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		if (str_find(folded, str_from(no[i])) != (size_t)-1)
			return TAX_EXCLUDED;
	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		if (str_find(folded, str_from(yes[i])) != (size_t)-1)
			return TAX_INCLUDED;
	return TAX_UNKNOWN;
}

/* REST without a leading "(IVA incluido)" and what punctuation is left by it. */
static struct str without_tax(struct arena *arena, struct str rest)
{
	static const char *const currencies[] = { "MXN", "M.N.", "MN", "pesos", "pesos." };
	size_t close;

	rest = str_trim(rest);
	if (rest.len && rest.ptr[0] == '(') {
		close = str_find_char(rest, ')');
		if (close != (size_t)-1 && close < 60 &&
		    read_tax(value_folded(arena, str_slice(rest, 0, close + 1))) != TAX_UNKNOWN)
			rest = str_slice(rest, close + 1, (size_t)-1);
	} else if (rest.len < 40 && read_tax(value_folded(arena, rest)) != TAX_UNKNOWN) {
		rest = STR("");
	}
	rest = str_trim(rest);
	while (rest.len && strchr(".,; ", rest.ptr[0]))
		rest = str_slice(rest, 1, (size_t)-1);
	for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++)
		if (str_equal(rest, str_from(currencies[i])))
			rest = STR("");
	return rest;
}

/* ---- all of it ---- */

/* Another amount behind a "$" from AT on that is not CENTAVOS; -1: none. */
static int64_t other_figures(struct str text, size_t at, int64_t centavos)
{
	struct figures one;

	for (; next_figures(text, at, &one); at = one.end)
		if (one.dollar && !one.bad && one.centavos != centavos)
			return one.centavos;
	return -1;
}

bool amount_read(struct arena *arena, struct str text, struct amount *amount)
{
	struct str folded = value_folded(arena, text);
	int64_t words = amount_of_words(folded);
	struct figures figures;

	*amount = (struct amount){ .tax = read_tax(folded), .other = -1 };
	if (!best_figures(text, &figures)) {
		amount->centavos = words;
		amount->rest = text;
		return words >= 0 && !figures.dollar;
	}
	amount->centavos = figures.centavos;
	amount->rest = str_slice(text, figures.end, (size_t)-1);
	if (str_starts(amount->rest, STR(" pesos")))
		amount->rest = str_slice(amount->rest, 6, (size_t)-1);
	amount->rest = without_tax(arena, amount->rest);
	amount->other_in_words = words >= 0 && words != figures.centavos;
	amount->other = amount->other_in_words ? words : other_figures(text, figures.end, figures.centavos);
	return true;
}
