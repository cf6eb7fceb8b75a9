/*
 * value.c -- words of a document into values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "value.h"

#include "base/provider.h"
#include "base/utf8.h"
#include "document.h"
#include "label.h"
#include "piece.h"

struct str value_plain(struct arena *arena, struct str piece)
{
	char *out = arena_alloc(arena, piece.len + 1);
	size_t length = 0;

	for (size_t i = 0; i < piece.len; i++) {
		char c = piece.ptr[i];

		if (c == LINK_ON) {
			size_t end = str_find_char(str_slice(piece, i, (size_t)-1), LINK_OFF);

			i = end == (size_t)-1 ? piece.len : i + end;
			continue;
		}
		if (piece_is_mark(c))
			continue;
		if (c == '\n' || c == ' ' || c == '\t') {
			if (length && out[length - 1] != ' ')
				out[length++] = ' ';
			continue;
		}
		out[length++] = c;
	}
	return str_trim(str_make(out, length));
}

struct str value_folded(struct arena *arena, struct str text)
{
	struct buf buf;
	struct str folded;

	buf_init(&buf);
	utf8_put_unaccented(&buf, text);
	folded = arena_str(arena, buf_str(&buf));
	buf_dispose(&buf);
	return folded;
}

bool value_has_words(struct str text, struct str words)
{
	for (size_t at = 0; words.len && at + words.len <= text.len; at++) {
		size_t found = str_find(str_slice(text, at, (size_t)-1), words);

		if (found == (size_t)-1)
			return false;
		at += found;
		if ((at == 0 || !piece_is_word_byte(text.ptr[at - 1])) &&
		    (at + words.len == text.len || !piece_is_word_byte(text.ptr[at + words.len])))
			return true;
	}
	return false;
}

/* ---- dates ---- */

static enum date_found settle_date(int day, int month, int year, size_t digits, struct date *out)
{
	struct buf buf;
	enum date_found found;

	*out = (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
	if (digits == 2)
		return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? DATE_TWO_DIGITS : DATE_BAD;
	buf_init(&buf);
	buf_printf(&buf, "%02d/%02d/%04d", day, month, year);
	found = date_parse(buf_str(&buf), out) == DATE_OK ? DATE_FOUND : DATE_BAD;
	buf_dispose(&buf);
	return found;
}

/* "22/08/2023" and its like at AT. */
static bool try_figures(struct str text, size_t at, enum date_found *found, struct date *out)
{
	int a, b, c;
	size_t la = piece_digits(text, at, 4, &a), lb, lc;
	char separator = at + la < text.len ? text.ptr[at + la] : 0;

	if (!la || !strchr("/-.", separator) || !separator)
		return false;
	lb = piece_digits(text, at + la + 1, 2, &b);
	if (!lb || at + la + lb + 1 >= text.len || text.ptr[at + la + lb + 1] != separator)
		return false;
	lc = piece_digits(text, at + la + lb + 2, 4, &c);
	if (at + la + lb + lc + 2 < text.len && char_is_digit(text.ptr[at + la + lb + lc + 2]))
		return false;
	if (la == 4 && lc && lc <= 2)
		*found = settle_date(c, b, a, 4, out);
	else if (la <= 2 && (lc == 4 || lc == 2))
		*found = settle_date(a, b, c, lc, out);
	else
		return false;
	return true;
}

/* "22 de agosto de 2023" at AT of the folded TEXT. */
static bool try_words(struct str text, size_t at, enum date_found *found, struct date *out)
{
	static const char *const months[] = {
		"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
		"septiembre", "octubre", "noviembre", "diciembre", "setiembre",
	};
	static const char *const ordinals[] = { "\u00b0", "\u00ba", "o.", "o", "er" };
	int day, year;
	size_t length = piece_digits(text, at, 2, &day);
	struct str rest;

	if (!length)
		return false;
	rest = str_slice(text, at + length, 48);
	/* "1° de", "1o. de" */
	for (size_t i = 0; i < sizeof ordinals / sizeof ordinals[0]; i++)
		if (str_starts(rest, str_from(ordinals[i])))
			rest = str_slice(rest, strlen(ordinals[i]), (size_t)-1);
	/* "a los 30 días del mes de junio" */
	if (str_starts(rest, STR(" dias")))
		rest = str_slice(rest, 5, (size_t)-1);
	if (str_starts(rest, STR(" del mes de ")))
		rest = str_slice(rest, 8, (size_t)-1);
	if (!str_starts(rest, STR(" de ")))
		return false;
	rest = str_slice(rest, 4, (size_t)-1);
	for (int i = 0; i < 13; i++) {
		struct str month = str_from(months[i]);
		struct str tail;

		if (!str_starts(rest, month))
			continue;
		tail = str_slice(rest, month.len, (size_t)-1);
		tail = str_starts(tail, STR(" del ano ")) ? str_slice(tail, 9, (size_t)-1)
		     : str_starts(tail, STR(" de ")) ? str_slice(tail, 4, (size_t)-1)
		     : str_starts(tail, STR(" del ")) ? str_slice(tail, 5, (size_t)-1)
		     : str_starts(tail, STR(", ")) ? str_slice(tail, 2, (size_t)-1)
		     : str_starts(tail, STR(" ")) ? str_slice(tail, 1, (size_t)-1) : STR("");
		if (piece_digits(tail, 0, 4, &year) != 4)
			return false;
		*found = settle_date(day, i == 12 ? 9 : i + 1, year, 4, out);
		return true;
	}
	return false;
}

/* "05-nov-2021" at AT of the folded TEXT. */
static bool try_short(struct str text, size_t at, enum date_found *found, struct date *out)
{
	static const char months[] = "enefebmarabrmayjunjulagosepoctnovdic";
	int day, year;
	size_t length = piece_digits(text, at, 2, &day), digits;
	struct str rest = str_slice(text, at + length, 17);

	if (!length || rest.len < 7 || !strchr("-/ ", rest.ptr[0]))
		return false;
	for (int i = 0; i < 12; i++) {
		size_t behind = 4;

		if (memcmp(rest.ptr + 1, months + 3 * i, 3) != 0)
			continue;
		/* "30-agosto-2024" */
		while (behind < rest.len && rest.ptr[behind] >= 'a' && rest.ptr[behind] <= 'z')
			behind++;
		behind += behind < rest.len && rest.ptr[behind] == '.';
		if (behind >= rest.len || rest.ptr[behind] != rest.ptr[0])
			return false;
		digits = piece_digits(rest, behind + 1, 4, &year);
		if (digits != 2 && digits != 4)
			return false;
		*found = settle_date(day, i + 1, year, digits, out);
		return true;
	}
	return false;
}

enum date_found value_date(struct arena *arena, struct str text, struct date *out)
{
	struct str folded = value_folded(arena, value_plain(arena, str_slice(text, 0, 2000)));
	enum date_found first = DATE_NONE, found;
	struct date date;

	for (size_t i = 0; i < folded.len; i++) {
		if (!char_is_digit(folded.ptr[i]) || (i && (char_is_digit(folded.ptr[i - 1]) || strchr("/-.", folded.ptr[i - 1]))) ||
		    !(try_figures(folded, i, &found, &date) || try_words(folded, i, &found, &date) || try_short(folded, i, &found, &date)))
			continue;
		if (first != DATE_NONE && date_compare(date, *out) != 0)
			return DATE_SEVERAL;
		if (first == DATE_NONE) {
			first = found;
			*out = date;
		}
	}
	return first;
}

/* ---- marks ---- */

/* What the space between two options says. */
static enum mark read_mark(struct str text)
{
	bool blank = false;

	for (size_t i = 0; i < text.len;) {
		size_t start = i;
		uint32_t code = utf8_next(text, &i);
		char before = start ? text.ptr[start - 1] : ' ';
		char after = i < text.len ? text.ptr[i] : ' ';

		if (code == 0x2713 || code == 0x2714 || code == 0x2611 || code == 0x2612 || code == 0x2717 ||
		    code == 0x2718 || code == 0x25cf || code == 0x25a0 || code == 0xd7 || code == 0xf0fc)
			return MARK_YES;
		if ((code == 'x' || code == 'X') && strchr(" _([{\n\x01\x02\x03\x04", before) &&
		    strchr(" _)]},.;\n\x01\x02\x03\x04", after))
			return MARK_YES;
		if (code == '_' || code == 0x2610 || code == 0x25a1 || code == 0x25cb || code == 0x25ef)
			blank = true;
		if ((code == '(' && (after == ')' || (after == ' ' && i + 1 < text.len && text.ptr[i + 1] == ')'))) ||
		    (code == '[' && (after == ']' || (after == ' ' && i + 1 < text.len && text.ptr[i + 1] == ']'))))
			blank = true;
	}
	return blank ? MARK_NO : MARK_UNKNOWN;
}

int value_marks(struct str text, const char *const *options, int count, enum mark *marks,
		struct str *tail)
{
	size_t starts[16], ends[16];
	int found = 0, order[16];
	size_t at = 0;
	bool before;

	*tail = STR("");
	for (int i = 0; i < count; i++)
		marks[i] = MARK_UNKNOWN;
	for (int i = 0; i < count && found < 16; i++) {
		size_t end, start = label_find(text, at, options[i], &end);

		if (start == (size_t)-1)
			continue;
		starts[found] = start;
		ends[found] = end;
		order[found++] = i;
		at = end;
	}
	if (!found)
		return 0;
	*tail = str_slice(text, ends[found - 1], (size_t)-1);
	before = read_mark(str_slice(text, 0, starts[0])) != MARK_UNKNOWN;
	for (int i = 0; i < found; i++) {
		size_t from = before ? (i ? ends[i - 1] : 0) : ends[i];
		size_t to = before ? starts[i] : i + 1 < found ? starts[i + 1] : text.len;

		marks[order[i]] = read_mark(str_slice(text, from, to - from));
	}
	return found;
}

/* A letter or a figure that is no mark: neither X nor a sign. */
static bool is_other_letter(uint32_t code)
{
	return code != 'x' && code != 'X' && utf8_is_word(code);
}

bool value_has_other_letters(struct str text)
{
	for (size_t i = 0; i < text.len;)
		if (is_other_letter(utf8_next(text, &i)))
			return true;
	return false;
}

struct str value_marks_piece(struct str text, const char *const *options, int count)
{
	size_t start = 0, at = 0, end, next;
	int found = 0;

	for (int i = 0; i < count; i++) {
		size_t option = label_find(text, at, options[i], &end);

		if (option == (size_t)-1)
			continue;
		if (found && value_has_other_letters(str_slice(text, at, option - at)))
			return (struct str){ 0 };
		start = found++ ? start : option;
		at = end;
	}
	/* the marks of the first may stand before it on its line, those of the last behind it */
	for (next = start; next && text.ptr[next - 1] != '\n';)
		next--;
	if (!value_has_other_letters(str_slice(text, next, start - next)))
		start = next;
	for (end = next = at; next < text.len && text.ptr[next] != '\n'; end = next) {
		if (is_other_letter(utf8_next(text, &next)))
			break;
	}
	text = str_slice(text, start, end - start);
	return found >= 3 || (found && read_mark(text) != MARK_UNKNOWN) ? text : (struct str){ 0 };
}

struct str value_without_blanks(struct str text)
{
	for (;;) {
		size_t before = text.len;

		text = piece_trim(text);
		while (text.len && strchr("_:.,;", text.ptr[0]))
			text = str_slice(text, 1, (size_t)-1);
		while (text.len && text.ptr[text.len - 1] == '_')
			text.len--;
		if (text.len == before)
			return text;
	}
}

/* ---- web addresses ---- */

struct str value_url(struct str text)
{
	struct str schemes[] = { STR("https://"), STR("http://") };

	for (size_t at = 0; at < text.len; at++)
		for (int i = 0; i < 2; i++) {
			struct str rest = str_slice(text, at, (size_t)-1);
			size_t length = 0;

			if (text.ptr[at] != 'h' || !str_starts(rest, schemes[i]))
				continue;
			while (length < rest.len && !strchr(" \n\t<>\"|", rest.ptr[length]) && !piece_is_mark(rest.ptr[length]))
				length++;
			while (length && strchr(".,;)", rest.ptr[length - 1]))
				length--;
			return str_slice(rest, 0, length);
		}
	return (struct str){ 0 };
}
