/*
 * draft.c -- lines of a content file, remarks, and new catalogue files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "draft.h"

#include <stdarg.h>

#include "base/utf8.h"

/* Who has more to look at than this has another document in hand. */
#define REMARKS_MAX 1000

/* ---- remarks ---- */

static void remark(struct draft *draft, enum import_level level, enum import_kind kind, const char *number,
		   struct str piece, struct str text)
{
	struct origin origin = { 0 };
	struct import_remark made = { level, kind, str_from(number), text, 0, 0 };

	if (draft->result->remarks.count >= REMARKS_MAX)
		return;
	if (piece.ptr && piece.len) {
		origin = form_origin(draft->form, piece);
		made.line = origin.line;
		made.page = origin.page;
	}
	vec_push(&draft->result->remarks, made);
}

void draft_read(struct draft *draft, const char *number, struct str piece)
{
	draft->result->fields++;
	remark(draft, IMPORT_READ, REMARK_READ, number, piece, STR(""));
}

struct str official_label(const char *number)
{
	/* the evaluation's own fields before those of its parts: 1.4 is more than a name */
	for (int id = -1; id < RECORD_TYPES; id++) {
		const struct record_type *type = record_type(id < 0 ? RECORD_EVALUATION : (enum record_type_id)id);

		for (size_t i = 0; i < type->count; i++)
			if (str_equal(type->fields[i].number, str_from(number)))
				return type->fields[i].label;
	}
	return STR("");
}

void draft_missing(struct draft *draft, const char *number, const char *label)
{
	remark(draft, IMPORT_MISSING, REMARK_ABSENT, number, (struct str){ 0 },
	       arena_printf(draft->arena, "%s: no está en el documento", label));
}

void draft_blank(struct draft *draft, const char *number, struct str label, struct str piece)
{
	remark(draft, IMPORT_MISSING, REMARK_BLANK, number, piece,
	       arena_printf(draft->arena, "%.*s: está en blanco en el documento",
			    STR_ARG(label.len ? label : official_label(number))));
}

/* "página 3, línea 12". */
static void put_origin(struct buf *out, const struct draft *draft, struct origin origin)
{
	if (origin.page)
		buf_printf(out, "página %u, ", origin.page);
	buf_printf(out, "%s %u", document_line_word(draft->form->document->format), origin.line);
}

/* TEXT and what to do about it as a comment: one line, no control characters. */
static void put_comment(struct draft *draft, int indent, struct str piece, struct str text, const char *action)
{
	struct buf *out = indent < 0 ? &draft->notes : &draft->front;
	struct origin origin = form_origin(draft->form, piece);

	if (draft->result->remarks.count >= REMARKS_MAX)
		return;

	buf_printf(out, "%*s# Revise", indent < 0 ? 0 : indent, "");
	if (piece.len) {
		buf_put_text(out, " (");
		put_origin(out, draft, origin);
		buf_put_char(out, ')');
	}
	buf_put_text(out, ": ");
	for (size_t i = 0; i < text.len; i++)
		buf_put_char(out, (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i]);
	buf_printf(out, "%s%s\n", *action ? "; " : "", action);
}

void draft_doubt(struct draft *draft, enum import_kind kind, int indent, const char *number, struct str piece,
		 const char *format, ...)
{
	struct buf buf;
	struct str text;
	va_list arguments;

	buf_init(&buf);
	va_start(arguments, format);
	buf_vprintf(&buf, format, arguments);
	va_end(arguments);
	text = arena_str(draft->arena, buf_str(&buf));
	buf_dispose(&buf);
	remark(draft, IMPORT_DOUBTFUL, kind, number, piece, text);
	put_comment(draft, indent, piece, *number ? arena_printf(draft->arena, "%s, %.*s", number, STR_ARG(text)) : text,
		    import_kind_action(kind));
}

void draft_note(struct draft *draft, enum import_kind kind, const char *number, struct str piece,
		const char *format, ...)
{
	struct buf buf;
	va_list arguments;

	buf_init(&buf);
	va_start(arguments, format);
	buf_vprintf(&buf, format, arguments);
	va_end(arguments);
	remark(draft, IMPORT_NOTE, kind, number, piece, arena_str(draft->arena, buf_str(&buf)));
	buf_dispose(&buf);
}

/* ---- lines of YAML ---- */

void put_quoted(struct buf *out, struct str text)
{
	buf_put_char(out, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\')
			buf_put_char(out, '\\');
		buf_put_char(out, c < ' ' ? ' ' : (char)c);
	}
	buf_put_char(out, '"');
}

static void put_key(struct draft *draft, int indent, const char *key)
{
	buf_printf(&draft->front, "%*s%s:", indent, "", key);
}

static void end_line(struct draft *draft, const char *number)
{
	if (*number)
		buf_printf(&draft->front, "   # %s", number);
	buf_put_char(&draft->front, '\n');
}

void draft_word(struct draft *draft, int indent, const char *key, struct str word,
		const char *number)
{
	put_key(draft, indent, key);
	buf_put_char(&draft->front, ' ');
	buf_put_str(&draft->front, word);
	end_line(draft, number);
}

bool draft_says_none(struct draft *draft, struct str text)
{
	struct str folded;

	if (text.len > 16)
		return false;
	folded = value_folded(draft->arena, text);
	return str_equal(folded, STR("no aplica")) || str_equal(folded, STR("no aplica.")) ||
	       str_equal(folded, STR("n/a")) || str_equal(folded, STR("n.a.")) || str_equal(folded, STR("ninguno")) ||
	       str_equal(folded, STR("ninguno.")) || str_equal(folded, STR("ninguna")) || str_equal(folded, STR("ninguna."));
}

void draft_text(struct draft *draft, int indent, const char *key, struct str text,
		const char *number)
{
	if (draft_says_none(draft, text)) {
		draft_word(draft, indent, key, STR("no-aplica"), number);
		return;
	}
	/* words that mean a state must not be taken for one */
	put_key(draft, indent, key);
	buf_put_char(&draft->front, ' ');
	put_quoted(&draft->front, text);
	end_line(draft, number);
}

void draft_open(struct draft *draft, int indent, const char *key, const char *number)
{
	put_key(draft, indent, key);
	end_line(draft, number);
}

/* ---- catalogue entries ---- */

void draft_file(struct draft *draft, struct str path, struct str text)
{
	struct import_file file = { arena_str(draft->arena, path), arena_str(draft->arena, text) };

	for (size_t i = 0; i < draft->result->files.count; i++)
		if (str_equal(draft->result->files.at[i].path, path))
			return;
	vec_push(&draft->result->files, file);
}

static const char *folder_of(enum entry_kind kind)
{
	return kind == ENTRY_FUND ? "fondos" : kind == ENTRY_UNIT ? "unidades"
	     : kind == ENTRY_EVALUATOR ? "evaluadores" : "entes";
}

static bool starts_a_file(const struct draft *draft, struct str path)
{
	for (size_t i = 0; i < draft->result->files.count; i++)
		if (str_equal(draft->result->files.at[i].path, path))
			return false;
	return true;
}

/* ACRONYM: of a fund; absent: it is not told, and NAME may be one. */
static void new_entry(struct draft *draft, enum entry_kind kind, struct str key, struct str name,
		      struct str acronym, struct str piece, const char *number)
{
	struct str path = arena_printf(draft->arena, "%s/%.*s.md", folder_of(kind), STR_ARG(key));
	struct buf text;

	if (!starts_a_file(draft, path))
		return;
	buf_init(&text);
	buf_printf(&text, "---\n# Hecho por «diafano import» de %.*s, ", STR_ARG(draft->options->name));
	put_origin(&text, draft, form_origin(draft->form, piece));
	buf_put_text(&text, "; revise el nombre.\n");
	if (kind == ENTRY_FUND) {
		buf_put_text(&text, "siglas: ");
		put_quoted(&text, acronym.len ? acronym : name.len <= 24 ? name : key);
		buf_put_char(&text, '\n');
	}
	buf_put_text(&text, "nombre: ");
	put_quoted(&text, name);
	buf_put_char(&text, '\n');
	if (kind == ENTRY_UNIT && draft->entity_key.len)
		buf_printf(&text, "ente: %.*s\n", STR_ARG(draft->entity_key));
	buf_put_text(&text, "# alias: [otra forma de escribirlo]\n---\n");
	draft_file(draft, path, buf_str(&text));
	draft_note(draft, REMARK_NEW_ENTRY, number, piece, "«%.*s» no está en el catálogo: necesita el archivo %.*s",
		   STR_ARG(acronym.len ? acronym : name), STR_ARG(path));
	buf_dispose(&text);
}

/* A key that no other entry of the catalogue has. */
static struct str free_key(struct draft *draft, enum entry_kind kind, struct str name)
{
	struct str base = match_key(draft->arena, name), key = base;

	for (int i = 2; site_find(draft->options->site, kind, key) &&
	     site_find(draft->options->site, kind, key)->path.ptr && i < 100; i++)
		key = arena_printf(draft->arena, "%.*s-%d", STR_ARG(base), i);
	return key;
}

struct str draft_entry_key(struct draft *draft, int indent, enum entry_kind kind,
			   struct str words, struct str piece, const char *number)
{
	struct match match = match_find(draft->arena, draft->options->site, kind, words, draft->entity);
	struct str name, key;

	if (match.how == MATCH_NEAR)
		draft_doubt(draft, REMARK_BY_LIKENESS, indent, number, piece, "«%.*s» se tomó por «%.*s», que se escribe parecido",
			    STR_ARG(words), STR_ARG(match.entry->name));
	else if (match.how == MATCH_PART || match.how == MATCH_ALIAS)
		draft_note(draft, REMARK_BY_ALIAS, number, piece, "«%.*s» se tomó por «%.*s»",
			   STR_ARG(words), STR_ARG(match.entry->name));
	if (match.entry)
		return match.entry->key;
	name = kind == ENTRY_UNIT ? match_name(draft->arena, words) : words;
	if (name.len == 0)
		name = words;
	key = free_key(draft, kind, name);
	new_entry(draft, kind, key, name, (struct str){ 0 }, piece, number);
	return key;
}

struct str draft_new_fund(struct draft *draft, struct str acronym, struct str name, struct str piece,
			  const char *number)
{
	struct str key = free_key(draft, ENTRY_FUND, acronym);

	new_entry(draft, ENTRY_FUND, key, name.len ? name : acronym, acronym, piece, number);
	return key;
}

void draft_reference(struct draft *draft, int indent, const char *key, enum entry_kind kind,
		     struct str words, struct str piece, const char *number)
{
	struct str found;

	if (draft_says_none(draft, words)) {
		draft_word(draft, indent, key, STR("no-aplica"), number);
		return;
	}
	found = draft_entry_key(draft, indent, kind, words, piece, number);
	put_key(draft, indent, key);
	buf_printf(&draft->front, " {clave: %.*s, texto: ", STR_ARG(found));
	put_quoted(&draft->front, words);
	buf_put_char(&draft->front, '}');
	end_line(draft, number);
}

struct str draft_path(struct draft *draft, struct str key)
{
	return arena_printf(draft->arena, "evaluaciones/%d/%.*s.md", draft->year, STR_ARG(key));
}

/* ---- values by label ---- */

const struct hit *draft_hit(struct draft *draft, enum label_symbol symbol)
{
	const struct hit *hit = form_find(draft->form, symbol);
	const char *number = label_number(symbol);

	if (!hit)
		remark(draft, IMPORT_MISSING, REMARK_ABSENT, number, (struct str){ 0 },
		       arena_printf(draft->arena, "%.*s: no está en el documento",
				    STR_ARG(official_label(number))));
	return hit;
}

struct str draft_plain(struct draft *draft, struct str piece)
{
	return value_plain(draft->arena, piece);
}

void draft_tell_place(struct draft *draft, int indent, const struct hit *hit)
{
	if (hit->shifted)
		draft_doubt(draft, REMARK_MISPLACED, indent, label_number(hit->symbol), hit->value,
			    "su valor no está junto a su rótulo; se tomó por el orden");
}

void draft_plain_field(struct draft *draft, int indent, const char *key,
			    enum label_symbol symbol)
{
	const struct hit *hit = draft_hit(draft, symbol);
	const char *number = label_number(symbol);
	struct str text;

	if (!hit) {
		draft_word(draft, indent, key, STR("no-consta"), number);
		return;
	}
	text = draft_plain(draft, value_without_blanks(hit->value));
	if (text.len == 0) {
		draft_blank(draft, number, STR(""), (struct str){ draft->form->document->text.ptr + hit->start, 1 });
		draft_text(draft, indent, key, STR(""), number);
		return;
	}
	draft_tell_place(draft, indent, hit);
	draft_read(draft, number, hit->value);
	draft_text(draft, indent, key, text, number);
}

struct str draft_label_piece(const struct draft *draft, const struct hit *hit)
{
	return (struct str){ draft->form->document->text.ptr + hit->start, 1 };
}
