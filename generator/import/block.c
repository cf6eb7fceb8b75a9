/*
 * block.c -- the paragraphs of a piece, and the items of its lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "block.h"

#include "base/utf8.h"
#include "piece.h"

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

void blocks_read(struct str text, bool lists, struct block_list *blocks)
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
