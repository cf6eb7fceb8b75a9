/*
 * section.c -- the body: prose and lists as Markdown that says the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words are kept to the letter: only white space changes, and signs that
 * Markdown would take for its own get a backslash.
 */
#include "draft.h"

#include "base/utf8.h"
#include "block.h"
#include "piece.h"

/* ---- Markdown out ---- */

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

struct writer {
	struct buf *out;
	size_t start;		/* where this block begins in out */
	size_t open[2];		/* where strong and emphasis began, plus 1; 0: closed */
};

static char last_of(const struct writer *writer)
{
	return writer->out->len > writer->start ? writer->out->ptr[writer->out->len - 1] : ' ';
}

static void insert(struct buf *out, size_t at, const char *text)
{
	size_t length = strlen(text);

	buf_reserve(out, length);
	memmove(out->ptr + at + length, out->ptr + at, out->len - at + 1);
	memcpy(out->ptr + at, text, length);
	out->len += length;
}

/*
 * The end of emphasis KIND, with NEXT behind it. The signs are written only
 * where Markdown reads them as emphasis: not beside a space, nor between a letter
 * and a sign. Otherwise the words stay and the emphasis goes.
 */
static void close_emphasis(struct writer *writer, int kind, char next)
{
	const char *sign = kind == 0 ? "**" : "*";
	size_t at = writer->open[kind] - 1;
	struct buf *out = writer->out;
	bool space = out->len > at && out->ptr[out->len - 1] == ' ';
	char before, first, last;

	writer->open[kind] = 0;
	if (space)
		out->ptr[--out->len] = '\0';
	while (at < out->len && out->ptr[at] == ' ')
		at++;
	if (at < out->len) {
		before = at > writer->start ? out->ptr[at - 1] : ' ';
		first = out->ptr[at];
		last = out->ptr[out->len - 1];
		if (space)
			next = ' ';
		if (!(is_punctuation(first) && is_alnum(before)) && !(is_punctuation(last) && is_alnum(next))) {
			insert(out, at, sign);
			buf_put_text(out, sign);
			for (int i = 0; i < 2; i++)
				if (writer->open[i] > at + 1)
					writer->open[i] = 0;
		}
	}
	if (space)
		buf_put_char(out, ' ');
}

/* Where TEXT needs a backslash because it begins a block: "- ", "# ", and the
   stop of "12. "; (size_t)-1: nowhere. */
static size_t start_sign(struct str text)
{
	size_t digits = 0;

	while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9')
		digits++;
	if (digits && digits < 10 && digits < text.len && strchr(".)", text.ptr[digits]))
		return digits;
	return text.len && strchr("#>+-=~|", text.ptr[0]) ? 0 : (size_t)-1;
}

static void put_char(struct writer *writer, struct str text, size_t at)
{
	char c = text.ptr[at], next = at + 1 < text.len ? text.ptr[at + 1] : ' ';

	if (strchr("\\`*[]<", c) || (c == '_' && !(is_alnum(last_of(writer)) && is_alnum(next))) ||
	    (c == '&' && (is_alnum(next) || next == '#')))
		buf_put_char(writer->out, '\\');
	buf_put_char(writer->out, c);
}

/* TEXT (a view with marks of emphasis) as one line of Markdown. */
static void put_markdown(struct buf *out, struct str text)
{
	struct writer writer = { out, out->len, { 0, 0 } };
	bool space = false;
	size_t sign;

	text = str_trim(text);
	sign = start_sign(text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == ' ' || c == '\n' || c == '\t') {
			space = out->len > writer.start;
			continue;
		}
		if (space && last_of(&writer) != ' ')
			buf_put_char(out, ' ');
		space = false;
		if (c == STRONG_ON || c == EMPHASIS_ON) {
			writer.open[c == EMPHASIS_ON] = out->len + 1;
		} else if (c == STRONG_OFF || c == EMPHASIS_OFF) {
			if (writer.open[c == EMPHASIS_OFF])
				close_emphasis(&writer, c == EMPHASIS_OFF, i + 1 < text.len ? text.ptr[i + 1] : ' ');
		} else if (c != LINK_ON && c != LINK_OFF) {
			if (i == sign)
				buf_put_char(out, '\\');
			put_char(&writer, text, i);
		}
	}
	while (out->len > writer.start && out->ptr[out->len - 1] == ' ')
		out->ptr[--out->len] = '\0';
}

/* ---- one section ---- */

static bool all_empty(const struct block_list *blocks)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->at[i].text.len)
			return false;
	return true;
}

static void put_block(struct draft *draft, const struct block *block, const struct block *before)
{
	struct buf *out = &draft->body;

	if (before && (before->kind != block->kind || block->kind == BLOCK_PARAGRAPH))
		buf_put_char(out, '\n');
	if (block->kind == BLOCK_ITEM) {
		if (block->number < 0)
			buf_put_text(out, "- ");
		else
			buf_printf(out, "%d. ", block->number);
		draft->result->items++;
	}
	put_markdown(out, block->text);
	buf_put_char(out, '\n');
}

static void tell_numbers(struct draft *draft, const struct block_list *blocks, const char *number)
{
	int due = 1;

	for (size_t i = 0; i < blocks->count; i++) {
		const struct block *block = &blocks->at[i];

		if (block->kind != BLOCK_ITEM || block->number < 0)
			continue;
		if (block->number != due) {
			draft_doubt(draft, REMARK_LIST_JUMPS, -1, number, block->text, "la lista pasa al número %d donde tocaba el %d", block->number, due);
			return;
		}
		due++;
	}
}

static void tell_hidden(struct draft *draft, const struct block_list *blocks, const char *number)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (block_hides_items(blocks->at[i].text))
			draft_doubt(draft, REMARK_LIST_HIDDEN, -1, number, blocks->at[i].text,
				    "trae dentro números seguidos, y quedó como uno solo");
}

static bool has_items(const struct block_list *blocks)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->at[i].kind == BLOCK_ITEM)
			return true;
	return false;
}

static void put_heading(struct draft *draft, const struct section_type *type)
{
	struct str label = record_type(RECORD_EVALUATION)->fields[type->field].label;

	buf_printf(&draft->body, "\n# %s %.*s\n", type->number,
		   STR_ARG(type->plural ? str_from(type->plural) : label));
}

/* PARTS: the pieces of its text, in order; any may be empty. */
static void put_section(struct draft *draft, const struct section_type *type,
			const struct str parts[3], struct str label)
{
	struct block_list blocks = { 0 };
	size_t length = 0;
	struct str piece = { 0 };

	for (int i = 0; i < 3; i++) {
		blocks_read(parts[i], type->anchor != NULL, &blocks);
		piece = piece.len ? piece : parts[i];
		length += parts[i].len;
	}
	put_heading(draft, type);
	if (all_empty(&blocks)) {
		draft_blank(draft, type->number, str_from(type->plural), label);
		vec_dispose(&blocks);
		return;
	}
	draft_read(draft, type->number, piece);
	buf_put_char(&draft->body, '\n');
	for (size_t i = 0; i < blocks.count; i++)
		put_block(draft, &blocks.at[i], i ? &blocks.at[i - 1] : NULL);
	if (type->anchor && !has_items(&blocks) && (length > 80 || blocks.count > 1) &&
	    !str_equal(str_from(type->number), STR("3.1")))
		draft_doubt(draft, REMARK_LIST_NONE, -1, type->number, piece, "no trae números ni viñetas: quedó como prosa");
	tell_numbers(draft, &blocks, type->number);
	if (type->anchor)
		tell_hidden(draft, &blocks, type->number);
	vec_dispose(&blocks);
}

/* ---- which label a section is under ---- */

static const struct hit *section_hit(struct draft *draft, enum section_id id)
{
	static const enum label_symbol symbols[SECTIONS][2] = {
		[SECTION_OBJECTIVE] = { LABEL_OBJECTIVE, LABEL_OTHER_OBJECTIVE },
		[SECTION_OBJECTIVES] = { LABEL_OBJECTIVES, LABEL_OTHER_OBJECTIVES },
		[SECTION_METHOD] = { LABEL_TECHNIQUES, LABEL_METHOD },
		[SECTION_FINDINGS] = { LABEL_FINDINGS, LABEL_OTHER_FINDINGS },
		[SECTION_STRENGTHS] = { LABEL_STRENGTHS, LABELS },
		[SECTION_OPPORTUNITIES] = { LABEL_OPPORTUNITIES, LABELS },
		[SECTION_WEAKNESSES] = { LABEL_WEAKNESSES, LABELS },
		[SECTION_THREATS] = { LABEL_THREATS, LABELS },
		[SECTION_CONCLUSIONS] = { LABEL_CONCLUSIONS, LABEL_OTHER_CONCLUSIONS },
		[SECTION_RECOMMENDATIONS] = { LABEL_RECOMMENDATIONS, LABEL_OTHER_RECOMMENDATIONS },
	};
	const struct hit *hit = form_find(draft->form, symbols[id][0]);

	return hit || symbols[id][1] == LABELS ? hit : form_find(draft->form, symbols[id][1]);
}

static void tell_shift(struct draft *draft, const struct hit *hit, const char *number)
{
	if (!hit->above.len)
		return;
	if (hit->value.len && !form_find(draft->form, LABEL_OBJECTIVES))
		draft_doubt(draft, REMARK_MISPLACED, -1, number, hit->above, "hay texto antes y después de su rótulo, y 1.6 no tiene el suyo: quedó todo en 1.5");
	else
		draft_doubt(draft, REMARK_MISPLACED, -1, number, hit->above, "su texto está antes de su rótulo");
}

/* The pieces of the text of a section, whose label is HIT. 1.7 is what is left of it
   without its marks, which may have a label of their own. */
static void section_parts(struct draft *draft, const struct hit *hit, struct str parts[3])
{
	const struct hit *marks = form_find(draft->form, LABEL_INSTRUMENTS);
	struct str cut = draft->marks, whole;

	parts[0] = hit->above;
	parts[1] = hit->value;
	parts[2] = (struct str){ 0 };
	if (hit->symbol != LABEL_METHOD)
		return;
	whole = marks ? marks->value : hit->value;
	if (cut.ptr) {
		parts[1] = marks ? hit->value : str_slice(whole, 0, (size_t)(cut.ptr - whole.ptr));
		parts[2] = piece_trim(str_slice(whole, (size_t)(cut.ptr + cut.len - whole.ptr), (size_t)-1));
	}
}

void draft_sections(struct draft *draft)
{
	for (int id = 0; id < SECTIONS; id++) {
		const struct section_type *type = section_type((enum section_id)id);
		const struct hit *hit = section_hit(draft, (enum section_id)id);
		struct str parts[3];

		if (!hit) {
			draft_missing(draft, type->number, type->plural ? type->plural
				      : record_type(RECORD_EVALUATION)->fields[type->field].label.ptr);
			buf_printf(&draft->notes, "# %s no está en el documento: escriba la sección «# %s», o nada si no consta.\n",
				   type->number, type->number);
			continue;
		}
		section_parts(draft, hit, parts);
		tell_shift(draft, hit, type->number);
		put_section(draft, type, parts, str_slice(buf_str(&draft->form->document->text), hit->start, 1));
	}
}
