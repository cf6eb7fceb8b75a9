/*
 * words.c -- prose and text into numbers, and numbers into runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The key of a word without marks is its text. Any other begins with byte 1,
 * then its sort; no text of more than that one character begins so, because a
 * control character is a word of its own.
 */
#include "words.h"

#include <assert.h>
#include <stdio.h>

#include "base/utf8.h"

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena)
{
	*vocabulary = (struct vocabulary){ .arena = arena };
	map_init(&vocabulary->numbers);
	map_init(&vocabulary->styles);
	vec_push(&vocabulary->stamps, 0);	/* style 0: no marks */
	buf_init(&vocabulary->key);
	buf_init(&vocabulary->text);
	buf_init(&vocabulary->nfc);
}

void vocabulary_dispose(struct vocabulary *vocabulary)
{
	map_dispose(&vocabulary->numbers);
	map_dispose(&vocabulary->styles);
	vec_dispose(&vocabulary->stamps);
	vec_dispose(&vocabulary->words);
	buf_dispose(&vocabulary->key);
	buf_dispose(&vocabulary->text);
	buf_dispose(&vocabulary->nfc);
	vec_dispose(&vocabulary->found);
}

/* ---- the vocabulary ---- */

static bool has_letter(struct str text)
{
	for (size_t at = 0; at < text.len;)
		if (utf8_is_word(utf8_next(text, &at)))
			return true;
	return false;
}

/* The number of KEY; a new one for WORD, whose texts are copied, if need be. */
static uint32_t number_of(struct vocabulary *vocabulary, struct str key, struct word word)
{
	void *known = map_get(&vocabulary->numbers, key);
	struct str kept;

	if (known)
		return (uint32_t)(uintptr_t)known - 1;
	assert(vocabulary->words.count < WORD_GAP - 1);
	kept = arena_str(vocabulary->arena, key);
	word.text = key.ptr == word.text.ptr ? kept : arena_str(vocabulary->arena, word.text);
	word.address = arena_str(vocabulary->arena, word.address);
	word.counts = !word.is_break && has_letter(word.text);
	if (!word.is_break && !word.marks)
		word.plain = (uint32_t)vocabulary->words.count;
	vec_push(&vocabulary->words, word);
	map_set(&vocabulary->numbers, kept, (void *)(uintptr_t)vocabulary->words.count);
	return (uint32_t)vocabulary->words.count - 1;
}

/* How the words that come now are marked. */
struct style {
	uint16_t marks;
	struct str address;
};

/* KEY names marks and an address. */
static uint32_t number_of_style(struct vocabulary *vocabulary, struct str key)
{
	uint32_t number = (uint32_t)(uintptr_t)map_get(&vocabulary->styles, key);

	if (number)
		return number;
	number = (uint32_t)vocabulary->stamps.count;
	vec_push(&vocabulary->stamps, 0);
	map_set(&vocabulary->styles, arena_str(vocabulary->arena, key), (void *)(uintptr_t)number);
	return number;
}

static uint32_t number_of_word(struct vocabulary *vocabulary, struct str text, struct style style)
{
	uint32_t plain = number_of(vocabulary, text, (struct word){ .text = text });
	struct word word = { .text = text, .address = style.address, .plain = plain, .marks = style.marks };
	struct buf *key = &vocabulary->key;

	if (!style.marks)
		return plain;
	buf_clear(key);
	buf_printf(key, "\x01w%u %zu ", style.marks, style.address.len);
	buf_put_str(key, style.address);
	word.style = number_of_style(vocabulary, buf_str(key));
	buf_put_str(key, text);
	return number_of(vocabulary, buf_str(key), word);
}

/* A break of sort SORT, shown as TEXT. */
static void put_break(struct vocabulary *vocabulary, const char *sort, struct str text)
{
	struct word word = { .text = text, .is_break = true };
	uint32_t number;

	buf_clear(&vocabulary->key);
	buf_printf(&vocabulary->key, "\x01" "b%s", sort);
	number = number_of(vocabulary, buf_str(&vocabulary->key), word);
	vec_push(&vocabulary->found, number | WORD_GAP);
}

/* ---- text into words ---- */

/* What may stand within a word, between two letters or digits. */
static bool joins(uint32_t code)
{
	return code == '-' || code == '.' || code == ',' || code == '/' || code == '\'' ||
	       code == '@' || code == '_' || code == ':' || code == 0x2019;
}

/* Where the word that begins at FROM ends. */
static size_t word_end(struct str text, size_t from)
{
	size_t at = from, next;

	if (!utf8_is_word(utf8_next(text, &at)))
		return at;
	while (at < text.len) {
		next = at;
		if (!utf8_is_word(utf8_next(text, &next))) {
			size_t behind = at;

			if (!joins(utf8_next(text, &behind)) || behind >= text.len ||
			    !utf8_is_word(utf8_next(text, &behind)))
				break;
		}
		at = next;
	}
	return at;
}

/* True when the word that comes now begins a text or a block. */
static bool begins(const struct vocabulary *vocabulary)
{
	return vocabulary->found.count == 0 ||
	       word_of(vocabulary, vocabulary->found.at[vocabulary->found.count - 1])->is_break;
}

/* Append the words of TEXT (in NFC); *GAP: white space came before. */
static void put_words(struct vocabulary *vocabulary, struct str text, struct style style, bool *gap)
{
	for (size_t at = 0; at < text.len;) {
		size_t from = at, end;
		uint32_t number;

		if (utf8_is_space(utf8_next(text, &at))) {
			*gap = true;
			continue;
		}
		end = word_end(text, from);
		number = number_of_word(vocabulary, str_slice(text, from, end - from), style);
		if (*gap || begins(vocabulary))
			number |= WORD_GAP;
		vec_push(&vocabulary->found, number);
		*gap = false;
		at = end;
	}
}

static struct str in_nfc(struct vocabulary *vocabulary, struct str text)
{
	buf_clear(&vocabulary->nfc);
	utf8_put_nfc(&vocabulary->nfc, text);
	return buf_str(&vocabulary->nfc);
}

/* Take what was found as a text of its own. */
static struct words take(struct vocabulary *vocabulary)
{
	struct words words = { 0 };

	words.count = (uint32_t)vocabulary->found.count;
	words.at = ARENA_ARRAY(vocabulary->arena, words.count, uint32_t);
	for (uint32_t i = 0; i < words.count; i++) {
		words.at[i] = vocabulary->found.at[i];
		words.visible += !word_of(vocabulary, words.at[i])->is_break;
	}
	vec_clear(&vocabulary->found);
	return words;
}

struct words words_of_text(struct vocabulary *vocabulary, struct str text)
{
	bool gap = true;

	put_words(vocabulary, in_nfc(vocabulary, text), (struct style){ 0 }, &gap);
	return take(vocabulary);
}

/* ---- prose into words ---- */

#define LISTS 64		/* levels of lists whose numbers are followed */

struct prose_walk {
	struct vocabulary *vocabulary;
	bool gap;
	unsigned emphasis, strong, image, head;
	struct str link, picture;	/* addresses; absent: outside */
	size_t opened;		/* words before the link or image */
	int32_t numbers[LISTS];	/* the first of each list; -1: bullets */
	bool first[LISTS];
	unsigned lists;
};

static struct style style_of(const struct prose_walk *walk, bool code)
{
	struct style style = { 0 };

	style.marks = (uint16_t)((walk->emphasis ? MARK_EMPHASIS : 0) |
				 (walk->strong ? MARK_STRONG : 0) |
				 (walk->head ? MARK_HEAD : 0) | (code ? MARK_CODE : 0) |
				 (walk->link.ptr ? MARK_LINK : 0) |
				 (walk->image ? MARK_IMAGE : 0));
	style.address = walk->image ? walk->picture : walk->link;
	return style;
}

/* Texts side by side are one until a mark or a block comes between them. */
static void flush(struct prose_walk *walk)
{
	struct vocabulary *vocabulary = walk->vocabulary;

	if (vocabulary->text.len)
		put_words(vocabulary, in_nfc(vocabulary, buf_str(&vocabulary->text)),
			  style_of(walk, false), &walk->gap);
	buf_clear(&vocabulary->text);
}

static void put_code(struct prose_walk *walk, struct str text)
{
	put_words(walk->vocabulary, in_nfc(walk->vocabulary, text), style_of(walk, true), &walk->gap);
}

/* Each line of a block of code is one word: its white space is seen. */
static void put_code_block(struct prose_walk *walk, struct str text)
{
	struct vocabulary *vocabulary = walk->vocabulary;
	struct style style = { .marks = MARK_CODE };
	struct str line;

	put_break(vocabulary, "k", STR("    "));
	if (text.len && text.ptr[text.len - 1] == '\n')
		text.len--;
	while (str_cut(&text, '\n', &line)) {
		uint32_t number = number_of_word(vocabulary, in_nfc(vocabulary, line), style);

		vec_push(&vocabulary->found, number | WORD_GAP);
		if (text.ptr)
			put_break(vocabulary, "n", STR("    "));
	}
}

static struct str address_of(struct vocabulary *vocabulary, const struct prose_token *token)
{
	if (!token->title.len)
		return token->text;
	return arena_printf(vocabulary->arena, "%.*s \"%.*s\"", STR_ARG(token->text),
			    STR_ARG(token->title));
}

/* A link or an image without words still leads somewhere. */
static void close_link(struct prose_walk *walk)
{
	struct vocabulary *vocabulary = walk->vocabulary;

	if (vocabulary->found.count == walk->opened && (walk->link.ptr || walk->image))
		put_words(vocabulary, STR("…"), style_of(walk, false), &walk->gap);
}

static void mark(struct prose_walk *walk, const struct prose_token *token)
{
	bool open = !token->close;

	if (token->kind == PROSE_EMPHASIS) {
		walk->emphasis += open ? 1 : -1u;
	} else if (token->kind == PROSE_STRONG) {
		walk->strong += open ? 1 : -1u;
	} else if (token->kind == PROSE_IMAGE) {
		if (open && walk->image++ == 0) {
			walk->picture = address_of(walk->vocabulary, token);
			walk->opened = walk->vocabulary->found.count;
		} else if (!open) {
			close_link(walk);
			walk->image--;
		}
	} else if (open && token->text.len) {	/* else woven: no author's link */
		walk->link = address_of(walk->vocabulary, token);
		walk->opened = walk->vocabulary->found.count;
	} else if (!open) {
		close_link(walk);
		walk->link = (struct str){ 0 };
	}
}

static void put_item(struct prose_walk *walk)
{
	unsigned level = walk->lists ? (walk->lists - 1) % LISTS : 0;
	int32_t number = walk->lists ? walk->numbers[level] : -1;
	char sort[32] = "i", text[32] = "• ";

	if (number >= 0 && walk->first[level]) {
		snprintf(text, sizeof text, "%d. ", (int)number);
		snprintf(sort, sizeof sort, "i1 %d", (int)number);
	} else if (number >= 0) {	/* counted from the first: one more shifts none */
		snprintf(sort, sizeof sort, "i2");
	}
	walk->first[level] = false;
	put_break(walk->vocabulary, sort, str_from(text));
}

static void open_block(struct prose_walk *walk, const struct prose_token *token)
{
	struct vocabulary *vocabulary = walk->vocabulary;
	unsigned level;
	char sort[16];

	switch (token->kind) {
	case PROSE_QUOTE:
		put_break(vocabulary, "q", STR("> "));
		break;
	case PROSE_LIST:
		level = walk->lists++ % LISTS;
		walk->numbers[level] = token->flag ? (token->number < 0 ? 0 : token->number) : -1;
		walk->first[level] = true;
		break;
	case PROSE_ITEM:
		put_item(walk);
		break;
	case PROSE_CELL:
		walk->head = token->flag;
		snprintf(sort, sizeof sort, "c%d", (int)token->number);
		put_break(vocabulary, sort, STR("| "));
		break;
	case PROSE_ROW:
		put_break(vocabulary, "r", STR(""));
		break;
	case PROSE_HEADING:
		snprintf(sort, sizeof sort, "h%d", (int)token->number);
		put_break(vocabulary, sort, str_slice(STR("###### "), 6 - (size_t)token->number % 7, 7));
		break;
	default:
		put_break(vocabulary, "p", STR(""));
		break;
	}
	walk->gap = false;
}

static void close_block(struct prose_walk *walk, const struct prose_token *token)
{
	if (token->kind == PROSE_LIST && walk->lists)
		walk->lists--;
	if (token->kind == PROSE_CELL)
		walk->head = 0;
	if (token->kind == PROSE_LIST || token->kind == PROSE_QUOTE)
		put_break(walk->vocabulary, token->kind == PROSE_LIST ? "l)" : "q)", STR(""));
}

static void take_token(struct prose_walk *walk, const struct prose_token *token)
{
	struct vocabulary *vocabulary = walk->vocabulary;

	if (token->kind == PROSE_TEXT || token->kind == PROSE_HTML) {
		buf_put_str(&vocabulary->text, token->text);
		return;
	}
	flush(walk);
	if (token->kind == PROSE_CODE) {
		put_code(walk, token->text);
	} else if (token->kind == PROSE_BREAK) {
		put_break(vocabulary, "n", STR(""));
	} else if (token->kind == PROSE_RULE) {
		put_break(vocabulary, "-", STR("———"));
	} else if (token->kind == PROSE_CODE_BLOCK) {
		put_code_block(walk, token->text);
	} else if (token->kind == PROSE_HTML_BLOCK) {
		put_break(vocabulary, "p", STR(""));
		buf_put_str(&vocabulary->text, token->text);
		flush(walk);
	} else if (token->kind >= PROSE_EMPHASIS) {
		mark(walk, token);
	} else if (token->close) {
		close_block(walk, token);
	} else {
		open_block(walk, token);
	}
}

struct words words_of_prose(struct vocabulary *vocabulary, struct prose prose, const char *sort)
{
	struct prose_walk walk = { .vocabulary = vocabulary };
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;

	if (sort)
		put_break(vocabulary, sort, STR(""));
	while (prose_next(&reader, &token))
		take_token(&walk, &token);
	flush(&walk);
	return take(vocabulary);
}

/* ---- words into text ---- */

bool words_read_alike(const struct vocabulary *vocabulary, struct words a, struct words b)
{
	uint32_t i = 0, k = 0;

	if (a.visible != b.visible)
		return false;
	for (; i < a.count && k < b.count; i++, k++) {
		while (i < a.count && word_of(vocabulary, a.at[i])->is_break)
			i++;
		while (k < b.count && word_of(vocabulary, b.at[k])->is_break)
			k++;
		if (i == a.count || k == b.count)
			break;
		if (word_of(vocabulary, a.at[i])->plain != word_of(vocabulary, b.at[k])->plain ||
		    (a.at[i] & WORD_GAP) != (b.at[k] & WORD_GAP))
			return false;
	}
	return true;
}

static bool same_style(const struct word *a, const struct word *b)
{
	return a && b && a->marks == b->marks && str_equal(a->address, b->address);
}

static void put_marks(struct buf *out, const struct word *word, bool open)
{
	if (open && word->marks & MARK_IMAGE)
		buf_put_char(out, '!');
	if (open && word->marks & (MARK_LINK | MARK_IMAGE))
		buf_put_char(out, '[');
	if (!open && word->marks & MARK_CODE)
		buf_put_char(out, '`');
	if (word->marks & MARK_STRONG)
		buf_put_text(out, "**");
	if (word->marks & MARK_EMPHASIS)
		buf_put_char(out, '*');
	if (open && word->marks & MARK_CODE)
		buf_put_char(out, '`');
	if (!open && word->marks & (MARK_LINK | MARK_IMAGE)) {
		buf_put_text(out, "](");
		buf_put_str(out, word->address);
		buf_put_char(out, ')');
	}
}

/* ---- marks in words ---- */

/* From now on the styles of WORDS from FROM, COUNT of them, and of the words beside
   them, are known: what has the same on the other side needs no telling. */
static void stamp_styles(struct vocabulary *vocabulary, struct words words, uint32_t from, uint32_t count)
{
	uint32_t end = from + count < words.count ? from + count + 1 : words.count;

	vocabulary->stamp++;
	for (uint32_t i = from ? from - 1 : 0; i < end; i++)
		vocabulary->stamps.at[word_of(vocabulary, words.at[i])->style] = vocabulary->stamp;
}

static bool is_told_of(const struct vocabulary *vocabulary, const struct word *word)
{
	return (word->marks & ~(unsigned)MARK_HEAD) && vocabulary->stamps.at[word->style] != vocabulary->stamp;
}

static void put_note(struct buf *out, bool *first, const char *words)
{
	buf_put_text(out, *first ? " (" : ", ");
	buf_put_text(out, words);
	*first = false;
}

/* Where a link leads: the name of what it leads to, else its address. */
static void put_target(struct buf *out, const struct vocabulary *vocabulary, bool is_new, struct str address)
{
	const struct telling *telling = vocabulary->telling;
	struct str url = str_slice(address, 0, str_find(address, STR(" \""))), key, name = { 0 };
	size_t hash = str_find_char(url, '#');
	struct str path = str_slice(url, 0, hash), whole = { 0 };
	enum entry_kind kind = ENTRY_KINDS;

	if (telling->name && path.len && !link_is_elsewhere(url))
		whole = link_path(vocabulary->arena, vocabulary->folders[is_new], path);
	if (whole.ptr)
		kind = entry_place(whole, &key);
	if (kind < ENTRY_KINDS && kind != ENTRY_FILE)
		name = telling->name(telling->context, is_new, kind, key);
	if (!name.len) {
		buf_put_str(out, address);
		return;
	}
	buf_put_str(out, name);
	if (kind == ENTRY_EVALUATION)	/* two may have one name */
		buf_printf(out, " (%.*s)", STR_ARG(key));
	if (hash < url.len)
		buf_printf(out, ", %.*s", STR_ARG(str_slice(url, hash + 1, (size_t)-1)));
}

/* Behind words with marks: which. */
static void put_notes(struct buf *out, const struct vocabulary *vocabulary, bool is_new, const struct word *word)
{
	bool first = true;

	buf_put_text(out, "”");
	if (word->marks & MARK_STRONG)
		put_note(out, &first, "en negritas");
	if (word->marks & MARK_EMPHASIS)
		put_note(out, &first, "en cursivas");
	if (word->marks & MARK_CODE)
		put_note(out, &first, "como código");
	if (word->marks & (MARK_LINK | MARK_IMAGE)) {
		put_note(out, &first, word->marks & MARK_IMAGE ? "imagen " : "enlace a ");
		put_target(out, vocabulary, is_new, word->address);
	}
	buf_put_char(out, ')');
}

/* Writes words as text. A break ends the line, and says itself when it has
   words; several ends are one, and none stands at the end of a text. */
struct text_writer {
	struct buf *out;
	const struct vocabulary *vocabulary;
	bool marks, is_new;
	const struct word *open;	/* the word whose marks are open, or NULL */
	bool begun;		/* a word stands on this line */
	bool pending;		/* the line is to end before the next word */
};

static void close_marks(struct text_writer *writer)
{
	if (writer->open && writer->marks && !writer->vocabulary->telling)
		put_marks(writer->out, writer->open, false);
	else if (writer->open && writer->marks && is_told_of(writer->vocabulary, writer->open))
		put_notes(writer->out, writer->vocabulary, writer->is_new, writer->open);
	writer->open = NULL;
}

static void end_line(struct text_writer *writer)
{
	if (writer->pending)
		buf_put_char(writer->out, '\n');
	writer->pending = false;
}

static void write_break(struct text_writer *writer, const struct word *word)
{
	close_marks(writer);
	if (writer->begun && str_equal(word->text, STR("| "))) {
		buf_put_char(writer->out, ' ');
		buf_put_str(writer->out, word->text);
		writer->begun = false;
		return;
	}
	if (writer->begun)
		writer->pending = true;
	writer->begun = false;
	if (word->text.len) {
		end_line(writer);
		buf_put_str(writer->out, word->text);
	}
}

static void write_word(struct text_writer *writer, const struct word *word, bool gap)
{
	bool same = same_style(writer->open, word);

	end_line(writer);
	if (!same)
		close_marks(writer);
	if (writer->begun && gap)
		buf_put_char(writer->out, ' ');
	if (!same && writer->marks && !writer->vocabulary->telling)
		put_marks(writer->out, word, true);
	else if (!same && writer->marks && is_told_of(writer->vocabulary, word))
		buf_put_text(writer->out, "“");
	buf_put_str(writer->out, word->text);
	writer->open = word;
	writer->begun = true;
}

/* WORDS from FROM, COUNT of them, as text; with MARKS those too. */
static void put_part(struct buf *out, const struct vocabulary *vocabulary, struct words words,
		     uint32_t from, uint32_t count, bool marks, bool is_new)
{
	struct text_writer writer = { .out = out, .vocabulary = vocabulary, .marks = marks, .is_new = is_new };
	bool inside = from > 0 && !word_of(vocabulary, words.at[from - 1])->is_break;

	for (uint32_t i = from; i < from + count; i++) {
		const struct word *word = word_of(vocabulary, words.at[i]);

		if (word->is_break) {
			writer.begun |= inside && i == from;
			write_break(&writer, word);
		} else {
			write_word(&writer, word, words.at[i] & WORD_GAP);
		}
	}
	close_marks(&writer);
	if (from + count < words.count)
		end_line(&writer);
}

struct str words_text(const struct vocabulary *vocabulary, struct words words)
{
	struct buf out;
	struct str text;

	buf_init(&out);
	put_part(&out, vocabulary, words, 0, words.count, false, false);
	text = arena_str(vocabulary->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

static uint32_t counted(const struct vocabulary *vocabulary, struct words words,
			uint32_t from, uint32_t count)
{
	uint32_t sum = 0;

	for (uint32_t i = from; i < from + count; i++)
		sum += word_of(vocabulary, words.at[i])->counts;
	return sum;
}

uint32_t words_counted(const struct vocabulary *vocabulary, struct words words)
{
	return counted(vocabulary, words, 0, words.count);
}

/* ---- the difference of two texts ---- */

static uint32_t *without_gaps(struct words words)
{
	uint32_t *numbers = memory_alloc((words.count + 1) * sizeof *numbers);

	for (uint32_t i = 0; i < words.count; i++)
		numbers[i] = words.at[i] & ~WORD_GAP;
	return numbers;
}

/* Words that are equal but for the white space before them, where nothing
   before them changed, are edits too: "un o" is not "uno". */
static void add_gaps(struct edits *out, const struct edits *edits, struct words old, struct words new)
{
	uint32_t old_at = 0, new_at = 0;

	for (size_t i = 0; i <= edits->count; i++) {
		struct edit edit = { old.count, 0, new.count, 0 };

		if (i < edits->count)
			edit = edits->at[i];
		for (uint32_t k = 1; k < edit.old_from - old_at; k++)
			if ((old.at[old_at + k] ^ new.at[new_at + k]) & WORD_GAP) {
				struct edit gap = { old_at + k, 1, new_at + k, 1 };

				vec_push(out, gap);
			}
		if (i < edits->count)
			vec_push(out, edit);
		old_at = edit.old_from + edit.old_count;
		new_at = edit.new_from + edit.new_count;
	}
}

static uint32_t longer(const struct edit *edit)
{
	return edit->old_count > edit->new_count ? edit->old_count : edit->new_count;
}

/* A few words that stayed between two longer edits are easier to read as a
   part of one edit. */
static bool is_island(const struct vocabulary *vocabulary, struct words old,
		      const struct edit *a, const struct edit *b)
{
	uint32_t from = a->old_from + a->old_count, count = b->old_from - from;
	uint32_t words, least = longer(a) < longer(b) ? longer(a) : longer(b);

	if (count > 8)
		return false;
	words = counted(vocabulary, old, from, count);
	return words == 0 ? least >= 1 && count <= 1 : words <= 3 && least >= 2u * words * words;
}

static void join_islands(const struct vocabulary *vocabulary, struct words old, struct edits *edits)
{
	size_t kept = 0;

	for (size_t i = 1; i < edits->count; i++) {
		struct edit *last = &edits->at[kept], *edit = &edits->at[i];

		if (is_island(vocabulary, old, last, edit)) {
			last->old_count = edit->old_from + edit->old_count - last->old_from;
			last->new_count = edit->new_from + edit->new_count - last->new_from;
		} else {
			edits->at[++kept] = *edit;
		}
	}
	if (edits->count)
		edits->count = kept + 1;
}

struct run_writer {
	struct vocabulary *vocabulary;
	struct run *runs;
	uint32_t count;
	uint32_t equal;		/* words in common */
};

/* True when white space, and no break, stands before the run that begins at FROM. */
static bool has_gap(const struct vocabulary *vocabulary, struct words words, uint32_t from)
{
	return from > 0 && (words.at[from] & WORD_GAP) &&
	       !word_of(vocabulary, words.at[from])->is_break &&
	       !word_of(vocabulary, words.at[from - 1])->is_break;
}

static struct run *add_run(struct run_writer *writer, enum run_kind kind, struct words words,
			   uint32_t from, uint32_t count)
{
	struct run *run = &writer->runs[writer->count++];
	struct buf *text = &writer->vocabulary->text;

	buf_clear(text);
	put_part(text, writer->vocabulary, words, from, count, kind != RUN_EQUAL, kind == RUN_ADDED);
	*run = (struct run){
		.kind = kind,
		.gap = has_gap(writer->vocabulary, words, from),
		.words = counted(writer->vocabulary, words, from, count),
		.text = arena_str(writer->vocabulary->arena, buf_str(text)),
	};
	buf_clear(text);
	return run;
}

static void write_runs(struct run_writer *writer, const struct edits *edits,
		       struct words old, struct words new)
{
	uint32_t old_at = 0, new_at = 0;

	for (size_t i = 0; i <= edits->count; i++) {
		struct edit edit = { old.count, 0, new.count, 0 };

		if (i < edits->count)
			edit = edits->at[i];
		if (edit.old_from > old_at) {
			struct run *run = add_run(writer, RUN_EQUAL, new, new_at, edit.new_from - new_at);

			run->old_gap = has_gap(writer->vocabulary, old, old_at);
			writer->equal += run->words;
		}
		stamp_styles(writer->vocabulary, new, edit.new_from, edit.new_count);
		if (edit.old_count)
			add_run(writer, RUN_REMOVED, old, edit.old_from, edit.old_count);
		stamp_styles(writer->vocabulary, old, edit.old_from, edit.old_count);
		if (edit.new_count)
			add_run(writer, RUN_ADDED, new, edit.new_from, edit.new_count);
		old_at = edit.old_from + edit.old_count;
		new_at = edit.new_from + edit.new_count;
	}
}

void words_compare(struct vocabulary *vocabulary, struct words old, struct words new,
		   struct change *change)
{
	struct run_writer writer = { .vocabulary = vocabulary };
	struct edits first = { 0 }, edits = { 0 };
	uint32_t *a = without_gaps(old), *b = without_gaps(new), total;

	diff_arrays(&first, a, old.count, b, new.count);
	add_gaps(&edits, &first, old, new);
	join_islands(vocabulary, old, &edits);
	writer.runs = ARENA_ARRAY(vocabulary->arena, 3 * edits.count + 1, struct run);
	write_runs(&writer, &edits, old, new);
	for (uint32_t i = 0; i < writer.count; i++) {
		if (writer.runs[i].kind == RUN_ADDED)
			change->words_added += writer.runs[i].words;
		else if (writer.runs[i].kind == RUN_REMOVED)
			change->words_removed += writer.runs[i].words;
	}
	total = words_counted(vocabulary, old) + words_counted(vocabulary, new);
	change->runs = writer.runs;
	change->run_count = writer.count;
	change->similarity = total ? (unsigned)(200ull * writer.equal / total) : 100;
	edits_dispose(&first);
	edits_dispose(&edits);
	free(a);
	free(b);
}

void compare_words(struct arena *arena, struct str old, struct str new, struct change *change)
{
	struct vocabulary vocabulary;

	*change = (struct change){ 0 };
	vocabulary_init(&vocabulary, arena);
	words_compare(&vocabulary, words_of_text(&vocabulary, old), words_of_text(&vocabulary, new), change);
	vocabulary_dispose(&vocabulary);
}
