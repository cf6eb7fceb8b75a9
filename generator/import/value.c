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

/* ---- addresses ---- */

static bool is_address_byte(char c)
{
	return char_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("._%+-", c);
}

/* A word of small letters that is no part of a Spanish name. */
static bool is_fragment(struct str word)
{
	static const char *const particles[] = {
		"de", "del", "la", "las", "los", "y", "e", "da", "di", "do", "dos", "van", "von", "san", "ext", "tel", "y/o",
	};

	if (word.len == 0 || word.len > 20)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!is_address_byte(word.ptr[i]) || (word.ptr[i] >= 'A' && word.ptr[i] <= 'Z'))
			return false;
	for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++)
		if (str_equal(word, str_from(particles[i])))
			return false;
	return !char_is_digit(word.ptr[0]);
}

/*
 * The address around the '@' at AT: *START and *END. A word of small letters
 * right before it belongs to it and a stray space cut it: *BROKEN.
 */
static bool address_around(struct str text, size_t at, size_t *start, size_t *end, bool *broken)
{
	size_t before;

	*start = at;
	*end = at + 1;
	*broken = false;
	while (*start && is_address_byte(text.ptr[*start - 1]))
		(*start)--;
	while (*end < text.len && is_address_byte(text.ptr[*end]))
		(*end)++;
	while (*end > at + 1 && strchr(".-_+%", text.ptr[*end - 1]))
		(*end)--;
	if (*start == at || str_find_char(str_slice(text, at, *end - at), '.') == (size_t)-1)
		return false;
	if (*start > 1 && text.ptr[*start - 1] == ' ') {
		before = piece_word_start(text, *start - 1);
		if (is_fragment(str_slice(text, before, *start - 1 - before)) &&
		    (before == 0 || text.ptr[before - 1] != ':')) {
			*broken = true;
			*start = before;
		}
	}
	return true;
}

struct str value_email(struct str text, bool *broken)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t start, end;

		if (text.ptr[i] == '@' && address_around(text, i, &start, &end, broken))
			return str_slice(text, start, end - start);
	}
	*broken = false;
	return (struct str){ 0 };
}

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

bool email_is_personal(struct str address)
{
	size_t at = str_find_char(address, '@');

	return at != (size_t)-1 && provider_is_public(str_slice(address, at + 1, (size_t)-1));
}

/* ---- names ---- */

static void add_name(struct arena *arena, struct str_list *names, struct str name)
{
	name = value_plain(arena, name);
	while (name.len && strchr(".,; -", name.ptr[name.len - 1]))
		name.len--;
	if (str_starts(name, STR("•")))
		name = str_slice(name, strlen("•"), (size_t)-1);
	while (name.len && strchr(".,; -*", name.ptr[0]))
		name = str_slice(name, 1, (size_t)-1);
	if (name.len)
		vec_push(names, name);
}

/* Words of TEXT. */
static int count_words(struct str text)
{
	struct str word;
	int count = 0;

	text = str_trim(text);
	while (str_cut(&text, ' ', &word))
		count += word.len != 0;
	return count;
}

/* A full stop that ends an abbreviation ("Lic.", "S.C.") is kept. */
static bool ends_abbreviation(struct str name)
{
	size_t dot = name.len - 1, letters = 0;

	if (name.len < 2 || name.ptr[dot] != '.')
		return false;
	while (letters < dot && name.ptr[dot - 1 - letters] != ' ' && name.ptr[dot - 1 - letters] != '.')
		letters++;
	return letters <= 2;
}

/* Where " y " or " e " is in TEXT, from its end; (size_t)-1: nowhere. */
static size_t last_and(struct str text)
{
	for (size_t i = text.len; i-- > 2;)
		if (text.ptr[i] == ' ' && (text.ptr[i - 1] == 'y' || text.ptr[i - 1] == 'e') &&
		    text.ptr[i - 2] == ' ')
			return i - 2;
	return (size_t)-1;
}

void value_names(struct arena *arena, struct str text, struct str_list *names, bool *doubtful)
{
	struct str line, part;

	*doubtful = false;
	while (str_cut(&text, '\n', &line)) {
		bool several = str_find_char(line, ',') != (size_t)-1 || str_find_char(line, ';') != (size_t)-1;

		for (size_t i = 0, start = 0; i <= line.len; i++) {
			size_t and;

			if (i < line.len && line.ptr[i] != ',' && line.ptr[i] != ';')
				continue;
			part = piece_trim(str_slice(line, start, i - start));
			start = i + 1;
			and = i >= line.len ? last_and(part) : (size_t)-1;
			if (and != (size_t)-1 && count_words(str_slice(part, 0, and)) >= 2 &&
			    count_words(str_slice(part, and + 3, (size_t)-1)) >= 2) {
				*doubtful |= !several;
				add_name(arena, names, str_slice(part, 0, and));
				part = str_slice(part, and + 3, (size_t)-1);
			}
			if (str_starts(part, STR("y ")) || str_starts(part, STR("e ")))
				part = str_slice(part, 2, (size_t)-1);
			/* the stop at the end of the sentence goes, that of "Lic." stays */
			if (part.len && ends_abbreviation(part))
				vec_push(names, value_plain(arena, part));
			else
				add_name(arena, names, part);
		}
	}
}

/* ---- contacts ---- */

static bool starts_folded_word(struct str text, size_t at, const char *word)
{
	size_t i = 0;

	for (; word[i]; i++)
		if (at + i >= text.len || (char)(text.ptr[at + i] | 0x20) != word[i])
			return false;
	return at + i >= text.len || !piece_is_word_byte((char)(text.ptr[at + i] | 0x20));
}

/* True when a telephone begins at AT: a figure, "(", "+", "Tel." */
static bool phone_begins(struct str text, size_t at)
{
	if (at >= text.len || (at && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\n'))
		return false;
	if (char_is_digit(text.ptr[at]) || text.ptr[at] == '+')
		return true;
	if (text.ptr[at] == '(' && at + 1 < text.len && char_is_digit(text.ptr[at + 1]))
		return true;
	return starts_folded_word(text, at, "ext");
}

/*
 * Where the telephone that begins at AT ends: figures and signs, "ext." and
 * its like, and behind those words of small letters ("línea directa"). A word
 * with a capital begins the next name.
 */
static size_t phone_end(struct str text, size_t at)
{
	size_t end = at;
	bool extension = false;

	while (at < text.len && text.ptr[at] != '\n') {
		size_t word = at, behind;

		while (word < text.len && text.ptr[word] == ' ')
			word++;
		behind = word;
		while (behind < text.len && text.ptr[behind] != ' ' && text.ptr[behind] != '\n')
			behind++;
		if (behind == word)
			break;
		if (piece_letter(text, word, &(size_t){ 0 }) && word != end)
			break;
		if (starts_folded_word(text, word, "ext") || starts_folded_word(text, word, "extension") ||
		    starts_folded_word(text, word, "tel") || starts_folded_word(text, word, "cel"))
			extension = true;
		else if (piece_is_upper(text, word) ||
			 (!(char_is_digit(text.ptr[word]) || strchr("()+-.,/#", text.ptr[word])) &&
			  !extension && !starts_folded_word(text, word, "y")))
			break;
		if (str_find_char(str_slice(text, word, behind - word), '@') != (size_t)-1)
			break;
		end = at = behind;
	}
	return end;
}

static struct contact *open_contact(struct contact_list *contacts)
{
	struct contact fresh = { 0 };

	vec_push(contacts, fresh);
	return &contacts->at[contacts->count - 1];
}

/* The name in TEXT[from..to), without what stands around it. */
static struct str clean_name(struct arena *arena, struct str text, size_t from, size_t to)
{
	struct str name = value_plain(arena, str_slice(text, from, to - from));

	while (name.len && strchr(":.,;- ", name.ptr[name.len - 1]))
		name.len--;
	while (name.len && strchr(":,;-. ", name.ptr[0]))
		name = str_slice(name, 1, (size_t)-1);
	return name;
}

static bool has_letters(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (piece_is_word_byte((char)(name.ptr[i] | 0x20)) && !char_is_digit(name.ptr[i]))
			return true;
	return false;
}

/* A page that hides addresses from robots prints this in their place. */
static size_t hidden_address(struct str text, size_t at)
{
	static const char *const shapes[] = { "[email protected]", "[email protegido]", "[correo protegido]" };

	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (str_starts(str_slice(text, at, (size_t)-1), str_from(shapes[i])))
			return strlen(shapes[i]);
	return 0;
}

/*
 * What names a field and no person, at AT: "Correo electrónico:", "Tel.", "Teléfono
 * (con clave lada):". Returns how long it is, or 0.
 */
static size_t field_words(struct str text, size_t at)
{
	static const char *const words[] = {
		"correo electrónico", "correo electronico", "correos electrónicos", "correo", "e-mail", "email", "mail",
		"teléfonos", "telefonos", "teléfono", "telefono", "tels", "tel", "celular", "cel",
	};
	size_t end = at, close;

	for (size_t i = 0; i < sizeof words / sizeof words[0] && end == at; i++) {
		struct str here = str_slice(text, at, strlen(words[i]));
		bool same = here.len == strlen(words[i]);

		for (size_t k = 0; same && k < here.len; k++)
			same = (here.ptr[k] | 0x20) == (words[i][k] | 0x20);
		if (same && (at + here.len == text.len || !piece_is_word_byte((char)(text.ptr[at + here.len] | 0x20))))
			end = at + here.len;
	}
	if (end == at)
		return 0;
	close = str_find_char(str_slice(text, end, 30), ')');
	if (str_starts(str_slice(text, end, 30), STR(" (")) && close != (size_t)-1 && piece_is_word_byte((char)(text.ptr[end + 2] | 0x20)) &&
	    !char_is_digit(text.ptr[end + 2]))
		end += close + 1;
	while (end < text.len && strchr(".: ", text.ptr[end]))
		end++;
	return end - at;
}

size_t value_contact_start(struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		size_t start, end, digits = 0;
		bool broken;

		if (text.ptr[i] == '@' && address_around(text, i, &start, &end, &broken))
			return start;
		if (i && text.ptr[i - 1] != ' ' && text.ptr[i - 1] != '\n' && !piece_is_mark(text.ptr[i - 1]))
			continue;
		if (field_words(text, i) || hidden_address(text, i))
			return i;
		if (!phone_begins(text, i))
			continue;
		end = phone_end(text, i);
		for (size_t k = i; k < end; k++)
			digits += char_is_digit(text.ptr[k]);
		if (digits >= 7)
			return i;
	}
	return text.len;
}

struct walk {
	struct arena *arena;
	struct contact_list *contacts;
	struct contact *open;
	struct str text;
	size_t name_start;
	char letter;
};

/* What stands between the last thing read and AT is a name, or nothing. */
static void take_name(struct walk *walk, size_t at)
{
	struct str name = clean_name(walk->arena, walk->text, walk->name_start, at);

	if (!has_letters(name))
		return;
	walk->open = open_contact(walk->contacts);
	walk->open->name = name;
	walk->open->letter = walk->letter;
	walk->open->where = piece_trim(str_slice(walk->text, walk->name_start, at - walk->name_start));
}

static void take_email(struct walk *walk, struct str address, bool broken)
{
	if (!walk->open || walk->open->email.len || walk->open->hidden) {
		walk->open = open_contact(walk->contacts);
		walk->open->letter = walk->letter;
		walk->open->where = address;
	}
	walk->open->email = address;
	walk->open->broken = broken;
}

static void take_phone(struct walk *walk, size_t from, size_t to)
{
	struct str phone = value_plain(walk->arena, str_slice(walk->text, from, to - from));

	while (phone.len && strchr(",;-", phone.ptr[phone.len - 1]))
		phone.len--;
	if (!walk->open || walk->open->phone.len)
		return;
	walk->open->phone = phone;
}

/* Step over a line end: a name that stands alone on its line is whole. */
static void end_line(struct walk *walk, size_t at)
{
	bool paragraph = at + 1 < walk->text.len && walk->text.ptr[at + 1] == '\n';

	/* a name may be wrapped; it is whole at an empty line, or where an address,
	   a telephone or a letter follows */
	if (paragraph)
		take_name(walk, at);
	if (paragraph)
		walk->name_start = at;
}

void value_contacts(struct arena *arena, struct str text, struct contact_list *contacts)
{
	struct walk walk = { .arena = arena, .contacts = contacts, .text = text };
	size_t i = 0;

	if (contacts->count) {
		walk.open = &contacts->at[contacts->count - 1];
		walk.letter = walk.open->letter;
	}
	while (i < text.len) {
		size_t start, end, behind, length;
		bool broken, word = i == 0 || text.ptr[i - 1] == ' ' || text.ptr[i - 1] == '\n' ||
				    piece_is_mark(text.ptr[i - 1]);
		char letter = word ? piece_letter(text, i, &behind) : 0;

		if (letter && (i == 0 || text.ptr[i - 1] != ' ' || piece_is_upper(text, behind))) {
			take_name(&walk, i);
			walk.letter = letter;
			walk.open = NULL;
			walk.name_start = i = behind;
			continue;
		}
		if (text.ptr[i] == '@' && address_around(text, i, &start, &end, &broken) && start >= walk.name_start) {
			take_name(&walk, start);
			take_email(&walk, str_slice(text, start, end - start), broken);
			walk.name_start = i = end;
			continue;
		}
		length = text.ptr[i] == '[' ? hidden_address(text, i) : 0;
		if (length) {
			take_name(&walk, i);
			if (walk.open)
				walk.open->hidden = true;
			walk.name_start = i += length;
			continue;
		}
		length = word ? field_words(text, i) : 0;
		if (length) {
			take_name(&walk, i);
			walk.name_start = i += length;
			continue;
		}
		if (word && phone_begins(text, i)) {
			size_t at = str_find_char(str_slice(text, i, 80), '@');
			size_t space = str_find_char(str_slice(text, i, 80), ' ');

			/* "2801@x" is no telephone */
			if (at == (size_t)-1 || (space != (size_t)-1 && space < at)) {
				end = phone_end(text, i);
				if (end > i) {
					take_name(&walk, i);
					take_phone(&walk, i, end);
					walk.name_start = i = end;
					continue;
				}
			}
		}
		if (text.ptr[i] == '\n')
			end_line(&walk, i);
		i++;
	}
	take_name(&walk, text.len);
}

/* ---- lists by letter ---- */

static void add_lettered(struct arena *arena, struct lettered_list *list, char letter, struct str piece)
{
	struct lettered one = { letter, value_plain(arena, piece), piece_trim(piece) };

	while (one.text.len && strchr(";,- ", one.text.ptr[one.text.len - 1]))
		one.text.len--;
	while (one.text.len && strchr("-*;, ", one.text.ptr[0]))
		one.text = str_slice(one.text, 1, (size_t)-1);
	if (str_starts(one.text, STR("•")))
		one.text = str_trim(str_slice(one.text, 3, (size_t)-1));
	if (has_letters(one.text))
		vec_push(list, one);
}

static bool has_letter_marks(struct str text)
{
	size_t behind;

	for (size_t i = 0; i < text.len; i++)
		if ((i == 0 || text.ptr[i - 1] == '\n') && piece_letter(text, i, &behind))
			return true;
	return false;
}

void value_lettered(struct arena *arena, struct str text, struct lettered_list *list)
{
	bool marks = has_letter_marks(text);
	char letter = 0;
	size_t start = 0, behind;

	for (size_t i = 0; i < text.len; i++) {
		bool line = i == 0 || text.ptr[i - 1] == '\n';
		char found = marks && (line || text.ptr[i - 1] == ' ') ? piece_letter(text, i, &behind) : 0;

		if (found && (line || (piece_is_upper(text, behind) && found == letter + 1))) {
			add_lettered(arena, list, letter, str_slice(text, start, i - start));
			letter = found;
			start = behind;
			i = behind - 1;
		} else if (line && i > start && (!marks || (i > 1 && text.ptr[i - 2] == '\n'))) {
			add_lettered(arena, list, letter, str_slice(text, start, i - start));
			start = i;
			letter = 0;
		} else if (text.ptr[i] == ';' && !marks) {
			add_lettered(arena, list, letter, str_slice(text, start, i - start));
			start = i + 1;
		}
	}
	add_lettered(arena, list, letter, str_slice(text, start, (size_t)-1));
}

/* ---- paragraphs and items ---- */

/* "12. ", "3: ", "4) ", "5.- " at AT: the number, or -2; a bullet is -1. *BEHIND
   is behind it. */
static int marker_at(struct str text, size_t at, size_t *behind)
{
	int number;
	size_t from = at, length;

	while (from < text.len && (text.ptr[from] == ' ' || piece_is_mark(text.ptr[from])))
		from++;
	if (from + 1 < text.len && strchr("-*", text.ptr[from]) && text.ptr[from + 1] == ' ') {
		*behind = from + 2;
		return -1;
	}
	if (str_starts(str_slice(text, from, 3), STR("•")) || str_starts(str_slice(text, from, 3), STR("▪")) ||
	    str_starts(str_slice(text, from, 3), STR("●"))) {
		*behind = from + 3;
		return -1;
	}
	length = piece_digits(text, from, 3, &number);
	if (!length || number == 0)
		return -2;
	from += length;
	if (from >= text.len || !strchr(".:)", text.ptr[from]))
		return -2;
	from++;
	if (from < text.len && text.ptr[from] == '-')
		from++;
	if (from < text.len && char_is_digit(text.ptr[from]))
		return -2;	/* "3.2 a 11.3" */
	*behind = from;
	return number;
}

/* Where in TEXT, at or behind AT, a line begins with NUMBER; 0: nowhere. */
static size_t line_with(const size_t *lines, int count, int number)
{
	return number > 0 && number < count ? lines[number] : 0;
}

enum { MARKERS = 1000 };

/* "a) " at AT as a number: a is 1; and at the start of a LINE "a. " and "II. "; -2: none. */
static int letter_marker(struct str text, size_t at, bool line, size_t *behind)
{
	static const char *const romans[] = { "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII" };
	char letter = piece_letter(text, at, behind);
	struct str rest = str_slice(text, at, (size_t)-1), mark;
	size_t length;

	if (letter >= 'a')
		return letter - 'a' + 1;
	length = line ? str_find(str_slice(rest, 0, 6), STR(". ")) : (size_t)-1;
	if (length == (size_t)-1)
		return -2;
	mark = str_slice(rest, 0, length);
	*behind = at + length + 2;
	for (size_t i = 0; i < sizeof romans / sizeof romans[0]; i++)
		if (str_equal(mark, str_from(romans[i])))
			return (int)i + 1;
	return length == 1 && mark.ptr[0] >= 'a' && mark.ptr[0] <= 'z' ? mark.ptr[0] - 'a' + 1 : -2;
}

/* True when the lists of TEXT go by letters: a line begins with "a)", none with "1.". */
static bool goes_by_letters(struct str text, const size_t *lines)
{
	size_t behind;

	for (size_t i = 0; i < text.len && lines[1] == 0; i++)
		if ((i == 0 || text.ptr[i - 1] == '\n') && letter_marker(text, i, true, &behind) == 1)
			return true;
	return false;
}

/* "F1. ", "F1: ", "F1.- " at AT with PREFIX for F: the number, or -2. *BEHIND is behind it. */
static int prefixed_at(struct str text, size_t at, char prefix, size_t *behind)
{
	int number;

	if (at >= text.len || text.ptr[at] != prefix || at + 1 >= text.len || !char_is_digit(text.ptr[at + 1]))
		return -2;
	number = marker_at(text, at + 1, behind);
	if (number <= 0 || *behind >= text.len || text.ptr[*behind] != ' ' || text.ptr[*behind - 1] == ')')
		return -2;
	return number;
}

/* The letter of a list that begins with "F1."; 0: TEXT begins otherwise. */
static char prefix_of(struct str text)
{
	size_t at = 0, behind;

	while (at < text.len && (strchr(" \n", text.ptr[at]) || piece_is_mark(text.ptr[at])))
		at++;
	return at < text.len && text.ptr[at] >= 'A' && text.ptr[at] <= 'Z' &&
	       prefixed_at(text, at, text.ptr[at], &behind) == 1 ? text.ptr[at] : 0;
}

/* For each number, where the last line that begins with it is, plus 1. */
static void find_lines(struct str text, size_t *lines)
{
	size_t behind;

	for (size_t i = 0; i < text.len; i++) {
		int number;

		if (i && text.ptr[i - 1] != '\n')
			continue;
		number = marker_at(text, i, &behind);
		if (number > 0 && number < MARKERS)
			lines[number] = i + 1;
	}
}

/* True when NUMBER, run together with what is before it, may begin an item at AT:
   "fin.2. El municipio". */
static bool runs_on(struct str text, size_t at, int number, size_t behind)
{
	size_t before = at, after = behind;

	while (before && (text.ptr[before - 1] == ' ' || piece_is_mark(text.ptr[before - 1])))
		before--;
	if (before == 0)
		return number == 1;
	/* no sentence has "propio 2.Sistema", nor "manuales 2: Capacitar" */
	if (before < at && number > 1 && behind < text.len &&
	    ((text.ptr[behind - 1] == '.' && piece_is_upper(text, behind)) ||
	     (text.ptr[behind - 1] == ':' && text.ptr[behind] == ' ' && piece_is_upper(text, behind + 1))))
		return true;
	if (!strchr(".;:)!?\"", text.ptr[before - 1]) && !str_ends(str_slice(text, 0, before), STR("»")) &&
	    !str_ends(str_slice(text, 0, before), STR("”")))
		return false;
	while (after < text.len && (text.ptr[after] == ' ' || piece_is_mark(text.ptr[after])))
		after++;
	return piece_is_upper(text, after) || (after < text.len && strchr("\"(", text.ptr[after])) ||
	       str_starts(str_slice(text, after, 2), STR("«")) || str_starts(str_slice(text, after, 2), STR("¿"));
}

/* True when the word of TEXT from START to END is WORD, in small letters or not. */
static bool word_is(struct str text, size_t start, size_t end, const char *word)
{
	if (strlen(word) != end - start)
		return false;
	for (size_t i = start; i < end; i++) {
		char c = text.ptr[i];

		if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != word[i - start])
			return false;
	}
	return true;
}

/* True when the word before AT takes a number of its own, or cannot end a sentence: "la Actividad 2.", "de 2." */
static bool takes_number(struct str text, size_t at)
{
	static const char *const words[] = {
		"actividad", "actividades", "anexo", "apartado", "art.", "artículo", "capítulo", "componente", "cuadro",
		"eje", "estrategia", "etapa", "fase", "figura", "formato", "fracción", "gráfica", "indicador", "inciso",
		"línea", "meta", "nivel", "no.", "nota", "núm.", "número", "numeral", "objetivo", "página", "paso",
		"pregunta", "programa", "punto", "ramo", "recomendación", "sección", "tabla", "tipo", "trimestre", "zona",
	};

	while (at && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '\n' || piece_is_mark(text.ptr[at - 1])))
		at--;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (word_is(text, piece_word_start(text, at), at, words[i]))
			return true;
	return block_ends_hanging(str_slice(text, at > 64 ? at - 64 : 0, at > 64 ? 64 : at));
}

/*
 * True when the number that marker_at() read at AT may begin an item though no stop is
 * before it: "Uno 2. Dos". Alone it says nothing; it must count on (struct count).
 */
static bool runs_loose(struct str text, size_t at, size_t behind)
{
	size_t after = behind;

	while (after < text.len && (text.ptr[after] == ' ' || piece_is_mark(text.ptr[after])))
		after++;
	return at && after > behind && strchr(" \n", text.ptr[at - 1]) && text.ptr[behind - 1] != ':' &&
	       (piece_is_upper(text, after) || str_starts(str_slice(text, after, 2), STR("«")) ||
		str_starts(str_slice(text, after, 2), STR("¿"))) &&
	       !takes_number(text, at);
}

/* The sign behind the number that ends before BEHIND: "." of "1." and of "1.-", ")", ":". */
static char sign_before(struct str text, size_t behind)
{
	char sign = text.ptr[behind - 1];

	return sign == '-' && behind > 1 ? text.ptr[behind - 2] : sign;
}

/* The number whose first digit stands at AT behind something else, as marker_at(); else -2. */
static int number_within(struct str text, size_t at, size_t *behind)
{
	return char_is_digit(text.ptr[at]) && !char_is_digit(text.ptr[at - 1]) ? marker_at(text, at, behind) : -2;
}

/* Where a text without lines for each item has its numbers: for each, the last place plus 1. */
struct count {
	size_t stops[MARKERS];	/* behind a stop */
	size_t loose[MARKERS];	/* behind a word */
};

static void find_count(struct str text, struct count *count)
{
	size_t behind;

	for (size_t i = 1; i < text.len; i++) {
		int number = number_within(text, i, &behind);

		if (number <= 0 || number >= MARKERS)
			continue;
		if (runs_on(text, i, number, behind))
			count->stops[number] = i + 1;
		else if (runs_loose(text, i, behind))
			count->loose[number] = i + 1;
	}
}

/*
 * True when NUMBER, the one that is due, begins an item at AT though no stop is before
 * it: nowhere later is one that says so better, and it counts on from one that
 * FIRST (a line begins with it) is, or 1, 2 and 3 follow one another.
 */
static bool counts_on(const struct count *count, const size_t *lines, size_t at, int number, bool first)
{
	int next = number < 2 ? 2 : number + 1;

	if (number >= MARKERS - 2 || lines[number] > at || count->stops[number] > at || count->loose[number] != at + 1)
		return false;
	if (number > 2 || (number == 2 && first))
		return true;
	for (int i = next; i <= 3; i++)
		if (lines[i] <= at && count->stops[i] <= at && count->loose[i] <= at)
			return false;
	return true;
}

static void add_block(struct block_list *blocks, enum block_kind kind, int number, struct str text)
{
	struct block block = { kind, number, piece_trim(text) };

	if (block.text.len || kind == BLOCK_ITEM)
		vec_push(blocks, block);
}

bool block_ends_sentence(struct str text)
{
	text = piece_trim(text);
	return text.len == 0 || strchr(".;:!?)\"", text.ptr[text.len - 1]) || str_ends(text, STR("»")) ||
	       str_ends(text, STR("”"));
}

bool block_ends_hanging(struct str text)
{
	static const char *const words[] = {
		"a", "al", "con", "de", "del", "el", "en", "la", "las", "los", "o", "para", "por", "que", "se", "su",
		"sus", "un", "una", "y",
	};
	struct str word;
	size_t start;

	text = piece_trim(text);
	start = piece_word_start(text, text.len);
	word = str_slice(text, start, (size_t)-1);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (start && str_equal(word, str_from(words[i])))
			return true;
	return false;
}

/* An empty line at AT: does what is behind it go on with what is before it? It
   does when the sentence is not over and the next word is in small letters, or
   when it cannot be over. */
static bool goes_on(struct str before, struct str text, size_t at)
{
	size_t next;
	uint32_t code;

	while (at < text.len && (text.ptr[at] == '\n' || text.ptr[at] == ' '))
		at++;
	next = at;
	if (at >= text.len || block_ends_sentence(before))
		return false;
	if (block_ends_hanging(before))
		return true;
	code = utf8_next(text, &next);
	return utf8_is_word(code) && !utf8_is_upper(code) && !(code >= '0' && code <= '9');
}

void value_blocks(struct str text, bool lists, struct block_list *blocks)
{
	size_t lines[MARKERS] = { 0 }, start = 0, behind;
	struct count count = { { 0 }, { 0 } };
	enum block_kind kind = BLOCK_PARAGRAPH;
	int open = 0, due = 1;
	bool letters = false, first = false;
	char sign = '.';	/* of the last item; "1)" within one with "1." is an enumeration of its own */
	char prefix = lists ? prefix_of(text) : 0;

	if (lists) {
		find_lines(text, lines);
		letters = goes_by_letters(text, lines);
		find_count(text, &count);
	}
	for (size_t i = 0; i < text.len; i++) {
		bool line = i == 0 || text.ptr[i - 1] == '\n';
		int number = -2;

		if (lists && (line || char_is_digit(text.ptr[i])) && (line || !char_is_digit(text.ptr[i - 1])))
			number = marker_at(text, i, &behind);
		/* "• Uno • Dos" */
		if (lists && !line && text.ptr[i - 1] == ' ' && str_starts(str_slice(text, i, 4), STR("• "))) {
			number = -1;
			behind = i + strlen("• ");
		}
		if (prefix && number == -2 && (line || strchr(" .;", text.ptr[i - 1]) || piece_is_mark(text.ptr[i - 1]))) {
			number = prefixed_at(text, i, prefix, &behind);
			if (number != due)
				number = -2;
		} else if (letters && number == -2 && (line || text.ptr[i - 1] == ' ')) {
			number = letter_marker(text, i, line, &behind);
			if (number != due || (!line && !runs_on(text, i, number, behind)))
				number = -2;
		} else if (number > 0 && !line &&
		    (number != due || line_with(lines, MARKERS, number) > i ||
		     (!runs_on(text, i, number, behind) &&
		      (sign_before(text, behind) != (number == 1 ? '.' : sign) || !counts_on(&count, lines, i, number, first)))))
			number = -2;
		/* a wrapped line that happens to begin with a number is no item */
		if (number > 0 && line && kind == BLOCK_ITEM && open > 0 && number <= open &&
		    i > 1 && text.ptr[i - 2] != '\n' && !block_ends_sentence(str_slice(text, start, i - start)))
			number = -2;
		if (number != -2) {
			add_block(blocks, kind, open, str_slice(text, start, i - start));
			kind = BLOCK_ITEM;
			first = number == 1 && line;
			sign = sign_before(text, behind);
			open = number;
			due = number > 0 ? number + 1 : due;
			start = behind;
			i = behind - 1;
			continue;
		}
		if (text.ptr[i] == '\n' && i + 1 < text.len && text.ptr[i + 1] == '\n' &&
		    !goes_on(str_slice(text, start, i - start), text, i)) {
			add_block(blocks, kind, open, str_slice(text, start, i - start));
			kind = BLOCK_PARAGRAPH;
			open = 0;
			start = i + 1;
		}
	}
	add_block(blocks, kind, open, str_slice(text, start, (size_t)-1));
}

bool block_hides_items(struct str text)
{
	int last = -1;
	size_t behind;

	for (size_t i = 1; i < text.len; i++) {
		int number = number_within(text, i, &behind);

		/* "cuatro niveles: 1) Fin, 2) Propósito" is an enumeration of its sentence */
		if (number <= 0 || sign_before(text, behind) != '.' || !(runs_on(text, i, number, behind) || runs_loose(text, i, behind)))
			continue;
		if (number == last + 1)
			return true;
		last = number;
	}
	return false;
}
