/*
 * label.c -- where the labels of the format stand in a document.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) A label with its number may stand anywhere; without it, only alone on its
 *     line, and then only where the document has not got it with its number.
 * (2) Matching a label never looks further than LABEL_SPAN bytes, nor over an
 *     empty line or a colon: cost is in proportion to the text.
 */
#include "label.h"

#include "base/utf8.h"
#include "piece.h"

#define LABEL_SPAN 500
#define WORD_MAX 40

static const struct label {
	const char *number;
	const char *words;
	enum label_symbol symbol;
	enum label_how how;
} labels[] = {
#define LABEL(symbol, number, how, words) { number, words, LABEL_##symbol, how },
#include "label.def"
#undef LABEL
};

const char *label_number(enum label_symbol symbol)
{
	return symbol < LABELS ? labels[symbol].number : "";
}

/* ---- words ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || piece_is_mark(c);
}

/* What a letter is without its accent; a sign within a word where one was lost
   counts as a letter of its own. 0: no part of a word. */
static char fold(uint32_t code)
{
	static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

	if (code < 0x80)
		return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ? (char)code
		     : code >= 'A' && code <= 'Z' ? (char)(code | 0x20) : 0;
	if (code >= 0xc0 && code <= 0xff)
		return latin[code - 0xc0];
	return code == 0xfffd ? '?' : utf8_is_word(code) ? '~' : 0;
}

struct word {
	char text[WORD_MAX + 1];
	size_t length;
	size_t start, end;
};

enum word_state { WORD_FOUND, WORD_BARRIER };

/* The next word at or after AT of TEXT; none behind a colon or an empty line. */
static enum word_state next_word(struct str text, size_t at, struct word *word)
{
	word->length = 0;
	word->start = at;
	while (at < text.len) {
		size_t next = at;
		uint32_t code = utf8_next(text, &next);
		char letter = fold(code);

		if (code >= 0x300 && code <= 0x36f && word->length) {
			at = next;	/* an accent of its own */
			continue;
		}
		if (code == '?' && word->length)
			letter = '?';
		if (letter) {
			if (!word->length)
				word->start = at;
			if (word->length < WORD_MAX)
				word->text[word->length++] = letter;
		} else if (word->length || code == ':' ||
			   (code == '\n' && next < text.len && text.ptr[next] == '\n')) {
			break;
		}
		at = next;
	}
	word->end = at;
	word->text[word->length] = '\0';
	return word->length ? WORD_FOUND : WORD_BARRIER;
}

static bool is_small_word(const struct word *word)
{
	static const char *const small[] = {
		"a", "al", "con", "de", "del", "el", "en", "es", "la", "las", "lo", "los", "n", "o", "que",
		"s", "se", "su", "sus", "y", "e",
	};

	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
		if (strcmp(word->text, small[i]) == 0)
			return true;
	return false;
}

/* One of the words in ALTERNATIVES ("a|b"), give or take a letter that got lost. */
static bool is_one_of(const struct word *word, struct str alternatives)
{
	struct str one;

	while (str_cut(&alternatives, '|', &one)) {
		unsigned limit = one.len <= 3 ? 0 : one.len <= 6 ? 1 : 2;
		struct str text = { word->text, word->length };

		if (str_equal(one, text) ||
		    (limit && word->length + limit >= one.len && word->length <= one.len + limit &&
		     text_distance(one, text, limit) <= limit))
			return true;
	}
	return false;
}

/* Behind the ']' that closes the '[' at AT. */
static size_t behind_group(struct str words, size_t at)
{
	int depth = 0;

	for (; at < words.len; at++) {
		depth += words.ptr[at] == '[';
		depth -= words.ptr[at] == ']';
		if (depth == 0)
			return at + 1;
	}
	return at;
}

/* True when WORD, behind AT, is on the next line and begins with a capital though
   what is before it does not end in one: a value, not the rest of a label. */
static bool begins_value(struct str text, size_t at, const struct word *word)
{
	size_t start = word->start;

	return memchr(text.ptr + at, '\n', start - at) && utf8_is_upper(utf8_next(text, &start)) &&
	       !(at && text.ptr[at - 1] >= 'A' && text.ptr[at - 1] <= 'Z');
}

/* How long the word of label.def at AT is. */
static size_t word_length(struct str words, size_t at)
{
	size_t length = 0;

	while (at + length < words.len && !strchr(" []", words.ptr[at + length]))
		length++;
	return length;
}

/*
 * Match WORDS at AT of TEXT; *END is behind the last word that matched, *COUNT
 * how many did. Only one level of calls for each '[' of label.def.
 */
static bool match(struct str text, size_t at, struct str words, size_t *end, int *count)
{
	for (size_t i = 0; i < words.len;) {
		struct word word;
		size_t length, from = at;

		if (words.ptr[i] == ' ') {
			i++;
			continue;
		}
		if (words.ptr[i] == '[') {
			size_t close = behind_group(words, i), inside = at;
			int more = 0;

			if (!(next_word(text, at, &word) == WORD_FOUND && *count && begins_value(text, at, &word)) &&
			    match(text, at, str_slice(words, i + 1, close - i - 2), &inside, &more)) {
				at = inside;
				*count += more;
			}
			i = close;
			continue;
		}
		length = word_length(words, i);
		for (int small = 0; ; small++) {
			if (next_word(text, from, &word) != WORD_FOUND)
				return false;
			if (is_one_of(&word, str_slice(words, i, length)))
				break;
			if (!is_small_word(&word) || small >= 8)
				return false;
			from = word.end;
		}
		at = word.end;
		(*count)++;
		i += length;
	}
	*end = at;
	return true;
}

/* ---- what follows a label ---- */

/* Behind "(s)", "(es)" and what else hangs on the last word. */
static size_t skip_endings(struct str text, size_t at)
{
	for (;;) {
		size_t close, from = at;

		while (from < text.len && text.ptr[from] == ' ')
			from++;
		close = str_find_char(str_slice(text, from, 6), ')');
		if (from >= text.len || text.ptr[from] != '(' || close == (size_t)-1 || close > 4)
			break;
		at = from + close + 1;
	}
	return at;
}

/* Where the value begins, behind marks, colons and dashes. *COLON: there was one. */
static size_t skip_separators(struct str text, size_t at, bool *colon)
{
	*colon = false;
	at = skip_endings(text, at);
	while (at < text.len && strchr(".,;)", text.ptr[at]) &&
	       (at + 1 >= text.len || !char_is_digit(text.ptr[at + 1])))
		at++;
	for (;;) {
		size_t next = at;
		uint32_t code;

		if (at >= text.len)
			break;
		code = utf8_next(text, &next);
		if (code == ':')
			*colon = true;
		else if (!(code == ' ' || (code < 0x20 && piece_is_mark((char)code)) ||
			   ((code == 0x2013 || code == 0x2014 || code == '-') && !*colon)))
			break;
		at = next;
	}
	return at;
}

static bool ends_line(struct str text, size_t at)
{
	return at >= text.len || text.ptr[at] == '\n';
}

/* ---- the scan ---- */

/* The number at AT: "1", "1.4", "2.2.1"; its length, or 0. */
static size_t number_length(struct str text, size_t at)
{
	size_t length = 1;

	if (at >= text.len || text.ptr[at] < '1' || text.ptr[at] > '7')
		return 0;
	while (length < 7 && at + length + 1 < text.len && text.ptr[at + length] == '.' &&
	       char_is_digit(text.ptr[at + length + 1]))
		length += 2;
	return at + length < text.len && char_is_digit(text.ptr[at + length]) ? 0 : length;
}

/* True when "/2021" stands right before AT. */
static bool is_year_before(struct str text, size_t at)
{
	if (at < 5 || !strchr("/-.", text.ptr[at - 5]))
		return false;
	for (size_t i = at - 4; i < at; i++)
		if (!char_is_digit(text.ptr[i]))
			return false;
	return true;
}

/* True when a number at AT is not the tail of another word or number. */
static bool may_begin(struct str text, size_t at)
{
	unsigned char before, further;

	if (at == 0)
		return true;
	if (is_year_before(text, at))	/* "04/12/20211.3 Fecha de término" */
		return true;
	before = (unsigned char)text.ptr[at - 1];
	further = at > 1 ? (unsigned char)text.ptr[at - 2] : ' ';
	if (before == '.')	/* "fin.1.7 Metodología" */
		return !char_is_digit((char)further);
	return is_blank((char)before) || strchr(")];:!?|-", before) || before >= 0x80;
}

/* The start of the line that holds AT, if only bullets and marks are between. */
static size_t line_start(struct str text, size_t at)
{
	size_t from = at;

	while (from && (piece_is_mark(text.ptr[from - 1]) || strchr(" -\t(", text.ptr[from - 1])))
		from--;
	return from == 0 || text.ptr[from - 1] == '\n' ? from : (size_t)-1;
}

/* True when a label of WORDS may begin with LETTER: the first letter is seldom
   what gets lost, and most labels are ruled out here. */
static bool may_start(const char *words, char letter)
{
	for (bool open = true; open;) {
		open = *words == '[';
		words += open;
		if (*words == letter || letter == '?' || letter == '~')
			return true;
		for (int depth = open; *words && (depth > 0 || (!open && *words != ' ' && *words != '[')); words++) {
			depth += *words == '[';
			depth -= *words == ']';
			if (!open && words[0] == '|' && words[1] == letter)
				return true;
		}
		while (*words == ' ')
			words++;
	}
	return false;
}

/* The letter that the first word that counts at AT begins with, or 0. */
static char first_letter(struct str text, size_t at)
{
	struct word word;

	for (int small = 0; small < 8; small++) {
		if (next_word(text, at, &word) != WORD_FOUND)
			return 0;
		if (!is_small_word(&word))
			return word.text[0];
		at = word.end;
	}
	return 0;
}

/* Try the label LABEL with its words at AT; fills HIT. */
static bool try_label(struct str text, size_t at, const struct label *label,
		      struct hit *hit, bool *colon, int *count)
{
	struct str window = str_slice(text, 0, at + LABEL_SPAN);
	size_t end;

	*count = 0;
	if (!match(window, at, str_from(label->words), &end, count))
		return false;
	hit->symbol = label->symbol;
	hit->label_end = skip_separators(text, end, colon);
	return true;
}

/* True when one of the words of a label stands in TEXT. */
static bool has_word_of(struct str text, const char *words)
{
	struct word word;

	for (size_t at = 0; next_word(text, at, &word) == WORD_FOUND; at = word.end) {
		struct str rest = str_from(words);

		if (is_small_word(&word))
			continue;
		while (rest.len) {
			size_t length = word_length(rest, 0);

			if (length && is_one_of(&word, str_slice(rest, 0, length)))
				return true;
			rest = str_slice(rest, length + 1, (size_t)-1);
		}
	}
	return false;
}

/* Where what may be a label from AT ends: its colon, or its line when nothing else is
   on it; 0: neither is near, or a sentence ends before. */
static size_t label_stop(struct str text, size_t at)
{
	for (size_t i = at; i < text.len && i < at + 100; i++) {
		if (text.ptr[i] == ':')
			return i;
		if (text.ptr[i] == '\n')
			return i - at <= 60 && text.ptr[i - 1] != '.' ? i : 0;
		if (text.ptr[i] == '.' && i + 1 < text.len && text.ptr[i + 1] == ' ')
			return 0;
	}
	return 0;
}

/* "7.1 Difusión: ...", "1.4 Responsable de la evaluación: ..." at the start of a line:
   the number, one of the label's words and a colon, or the end of the line, are enough. */
static bool try_some_word(struct str text, size_t at, struct str number, size_t start, struct hit *hit)
{
	size_t stop = label_stop(text, at);

	for (size_t i = 0; stop && i < sizeof labels / sizeof labels[0]; i++) {
		bool colon;

		if (labels[i].how != NUMBERED || !str_equal(number, str_from(labels[i].number)) ||
		    !has_word_of(str_slice(text, at, stop - at), labels[i].words))
			continue;
		hit->symbol = labels[i].symbol;
		hit->label_end = skip_separators(text, stop, &colon);
		hit->numbered = true;
		hit->start = start;
		return true;
	}
	return false;
}

/* A label with its number at AT, of LENGTH digits and dots. */
static bool try_number(struct str text, size_t at, size_t length, struct hit *hit)
{
	struct str number = str_slice(text, at, length);
	size_t words = at + length, start = line_start(text, at);
	char letter;

	while (words < text.len && words < at + length + 6 &&
	       (strchr(".)-: \t", text.ptr[words]) || piece_is_mark(text.ptr[words])))
		words++;
	/* on the next line too, as a cell or a column of its own */
	if (start != (size_t)-1 && words < text.len && text.ptr[words] == '\n')
		while (words < text.len && text.ptr[words] == '\n')
			words++;
	letter = first_letter(str_slice(text, 0, words + LABEL_SPAN), words);
	for (size_t i = 0; letter && i < sizeof labels / sizeof labels[0]; i++) {
		bool colon;
		int count;

		if (labels[i].how != NUMBERED || !may_start(labels[i].words, letter) || !str_equal(number, str_from(labels[i].number)) ||
		    !try_label(text, words, &labels[i], hit, &colon, &count))
			continue;
		/* a single word in the middle of a line is prose, unless a colon follows */
		if (start == (size_t)-1 && count < 2 && !colon && !ends_line(text, hit->label_end))
			continue;
		hit->numbered = true;
		hit->start = start != (size_t)-1 ? start : at;
		return true;
	}
	return start != (size_t)-1 && length > 1 && try_some_word(text, words, number, start, hit);
}

/* The four lists of 2.2 are one word each, and often stand without their numbers. */
static bool is_swot(enum label_symbol symbol)
{
	return symbol >= LABEL_STRENGTHS && symbol <= LABEL_THREATS;
}

/* A label without its number, alone on the line that begins at AT or followed
   by a colon. */
static bool try_line(struct str text, size_t at, enum label_how how, struct hit *hit)
{
	size_t words = at;
	char letter;

	while (words < text.len && (piece_is_mark(text.ptr[words]) || strchr(" -\t", text.ptr[words])))
		words++;
	letter = first_letter(str_slice(text, 0, words + LABEL_SPAN), words);
	for (size_t i = 0; letter && i < sizeof labels / sizeof labels[0]; i++) {
		struct word word;
		bool colon;
		int count;

		if (labels[i].how != how || !may_start(labels[i].words, letter) || !try_label(text, words, &labels[i], hit, &colon, &count))
			continue;
		if ((how == NUMBERED && count < 2 && !is_swot(labels[i].symbol)) ||
		    !(colon || ends_line(text, hit->label_end)))
			continue;
		/* the label begins the line: no article or stray word before it */
		if (next_word(text, words, &word) != WORD_FOUND || is_small_word(&word))
			continue;
		hit->numbered = false;
		hit->start = at;
		return true;
	}
	return false;
}

/* The two parts of 1.7 have no number of their own, and 1.3 may have lost its with
   the end of the date before it: where all is on one line, a capital and a colon
   tell them. */
static bool try_part(struct str text, size_t at, struct hit *hit)
{
	bool colon;
	int count;

	if (at == 0 || !strchr(" :_", text.ptr[at - 1]) || !strchr("IDF", text.ptr[at]))
		return false;
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		if ((labels[i].symbol != LABEL_INSTRUMENTS && labels[i].symbol != LABEL_TECHNIQUES &&
		     labels[i].symbol != LABEL_FINISH) ||
		    !try_label(text, at, &labels[i], hit, &colon, &count) || !colon)
			continue;
		hit->numbered = false;
		hit->start = at;
		return true;
	}
	return false;
}

static void scan(struct form *form, enum label_how how)
{
	struct str text = buf_str(&form->document->text);

	for (size_t i = 0; i < text.len;) {
		bool line = i == 0 || text.ptr[i - 1] == '\n';
		struct hit hit = { 0 };
		size_t length = how == NUMBERED && may_begin(text, i) ? number_length(text, i) : 0;

		if ((length && try_number(text, i, length, &hit)) ||
		    (line && text.ptr[i] != '\n' && try_line(text, i, how, &hit)) ||
		    (how == NUMBERED && try_part(text, i, &hit))) {
			vec_push(&form->hits, hit);
			form->numbered += hit.numbered;
			i = hit.label_end > i ? hit.label_end : i + 1;
			continue;
		}
		i += length ? length : 1;
	}
}

/* ---- from hits to values ---- */

/* "Correo electrónico", without a number, among persons: theirs, or the head of their
   column, and not 4.5. */
static bool is_of_persons(const struct hit *hit, const struct hit *before)
{
	return !hit->numbered && (hit->symbol == LABEL_EMAIL || hit->symbol == LABEL_PHONE || hit->symbol == LABEL_POST) &&
	       (before->symbol == LABEL_PERSON || (before->symbol >= LABEL_UNITS_HEAD && before->symbol <= LABEL_CONTACTS));
}

/* (1): a label met with its number is not looked for without it. */
static void drop_doubles(struct form *form)
{
	bool numbered[LABELS] = { false };
	size_t kept = 0;

	for (size_t i = 0; i < form->hits.count; i++)
		if (form->hits.at[i].numbered)
			numbered[form->hits.at[i].symbol] = true;
	for (size_t i = 0; i < form->hits.count; i++)
		if ((form->hits.at[i].numbered || !numbered[form->hits.at[i].symbol]) &&
		    !(kept && is_of_persons(&form->hits.at[i], &form->hits.at[kept - 1])))
			form->hits.at[kept++] = form->hits.at[i];
	form->hits.count = kept;
}

static struct str value_between(struct str text, size_t from, size_t to)
{
	struct str value = piece_trim(str_slice(text, from, to > from ? to - from : 0));

	/* the bullet of the next label */
	while (value.len && (value.ptr[value.len - 1] == '|' ||
			     (value.ptr[value.len - 1] == '-' && value.len > 1 && value.ptr[value.len - 2] == '\n')))
		value = piece_trim(str_slice(value, 0, value.len - 1));
	return value;
}

static void cut_values(struct form *form)
{
	struct str text = buf_str(&form->document->text);

	for (size_t i = 0; i < form->hits.count; i++) {
		size_t end = i + 1 < form->hits.count ? form->hits.at[i + 1].start : text.len;

		form->hits.at[i].value = value_between(text, form->hits.at[i].label_end, end);
	}
	form->title = value_between(text, 0, form->hits.count ? form->hits.at[0].start : text.len);
}

/* A label met again: the first one that has a value counts. A table of contents
   has none. */
static void mark_repeated(struct form *form)
{
	size_t best[LABELS];

	memset(best, 0xff, sizeof best);
	for (size_t i = 0; i < form->hits.count; i++) {
		struct hit *hit = &form->hits.at[i];
		size_t *kept = &best[hit->symbol];

		if (*kept == (size_t)-1) {
			*kept = i;
		} else if (form->hits.at[*kept].value.len == 0 && hit->value.len) {
			form->hits.at[*kept].second = true;
			*kept = i;
		} else {
			hit->second = true;
		}
	}
}

/* Labels of other forms begin again with the next record: only the first is read. */
static void cut_records(struct form *form)
{
	struct str text = buf_str(&form->document->text);

	for (size_t i = 1; i < form->hits.count; i++) {
		size_t at = form->hits.at[i].start;

		if (form->hits.at[i].symbol != form->hits.at[0].symbol)
			continue;
		/* the name of the next record stands before its first label */
		while (at && is_blank(text.ptr[at - 1]))
			at--;
		while (at > 1 && !(text.ptr[at - 1] == '\n' && text.ptr[at - 2] == '\n'))
			at--;
		form->second_record = at;
		form->hits.count = i;
		form->hits.at[i - 1].value = value_between(text, form->hits.at[i - 1].label_end, at);
		return;
	}
}

/* Fields whose value is one line. */
static bool is_short(enum label_symbol symbol)
{
	static const enum label_symbol list[] = {
		LABEL_NAME, LABEL_START, LABEL_FINISH, LABEL_COORDINATOR, LABEL_POST, LABEL_INSTITUTION,
		LABEL_COLLABORATORS, LABEL_EMAIL, LABEL_PHONE, LABEL_PROGRAMME, LABEL_ACRONYM, LABEL_ENTITY,
		LABEL_BUYER, LABEL_COST, LABEL_FINANCING, LABEL_URL_EVALUATION, LABEL_URL_FORM,
	};

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		if (list[i] == symbol)
			return true;
	return false;
}

static unsigned count_lines(struct str value)
{
	struct str line;
	unsigned count = 0;

	while (str_cut(&value, '\n', &line))
		count += piece_trim(line).len != 0;
	return count;
}

/*
 * Two or more labels of one-line fields without a value, and behind the last
 * one exactly as many lines as there are labels: all labels, then all values.
 */
static void deal_values(struct form *form)
{
	for (size_t i = 0; i < form->hits.count; i++) {
		size_t last = i;
		struct str lines, line;

		while (last + 1 < form->hits.count && is_short(form->hits.at[last].symbol) &&
		       form->hits.at[last].value.len == 0)
			last++;
		if (last == i || !is_short(form->hits.at[last].symbol) ||
		    count_lines(form->hits.at[last].value) != last - i + 1) {
			i = last;
			continue;
		}
		lines = form->hits.at[last].value;
		for (size_t to = i; str_cut(&lines, '\n', &line);) {
			if (piece_trim(line).len == 0)
				continue;
			form->hits.at[to].value = piece_trim(line);
			form->hits.at[to++].shifted = true;
		}
		i = last;
	}
}

void form_scan(struct form *form, const struct document *document)
{
	*form = (struct form){ .document = document };
	scan(form, NUMBERED);
	drop_doubles(form);
	if (form->numbered == 0 && form->hits.count < 6) {
		vec_clear(&form->hits);
		scan(form, OWN_LINE);
		cut_values(form);
		cut_records(form);
	} else {
		cut_values(form);
	}
	deal_values(form);
	mark_repeated(form);
}

void form_dispose(struct form *form)
{
	vec_dispose(&form->hits);
}

const struct hit *form_find(const struct form *form, enum label_symbol symbol)
{
	for (size_t i = 0; i < form->hits.count; i++)
		if (form->hits.at[i].symbol == symbol && !form->hits.at[i].second)
			return &form->hits.at[i];
	return NULL;
}

struct origin form_origin(const struct form *form, struct str piece)
{
	const struct buf *text = &form->document->text;
	size_t offset = piece.ptr >= text->ptr && piece.ptr <= text->ptr + text->len
		? (size_t)(piece.ptr - text->ptr) : 0;

	return document_origin(form->document, offset);
}

size_t label_find(struct str text, size_t at, const char *words, size_t *end)
{
	while (at < text.len) {
		struct word word;
		int count = 0;

		while (at < text.len && next_word(text, at, &word) != WORD_FOUND)
			at = word.end + 1;
		if (at >= text.len)
			break;
		if (!is_small_word(&word) && match(text, word.start, str_from(words), end, &count))
			return word.start;
		at = word.end;
	}
	return (size_t)-1;
}
