/*
 * whole.c -- what is told of a document as a whole, and where it ends.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "draft.h"

#include "base/utf8.h"
#include "block.h"
#include "piece.h"

/* ---- cut short ---- */

/* True when TEXT ends as nobody ends a sentence, whatever its neighbours do: in "de",
   in a comma, within a parenthesis. */
static bool ends_open(struct str text)
{
	int depth = 0;

	if (block_ends_hanging(text) || (text.len && strchr(",:-(", text.ptr[text.len - 1])))
		return true;
	for (size_t i = 0; i < text.len; i++) {
		depth += text.ptr[i] == '(';
		depth -= depth && text.ptr[i] == ')';
	}
	return depth > 0;
}

/* True when a sentence ends within TEXT: whoever wrote it ends them with stops. */
static bool has_stops(struct str text)
{
	for (size_t at = 20; at + 2 < text.len; at++) {
		size_t next = at + 2;

		if (text.ptr[at] == '.' && text.ptr[at + 1] == ' ' && text.ptr[at - 3] != ' ' && text.ptr[at - 2] != ' ' &&
		    utf8_is_upper(utf8_next(text, &next)))
			return true;
	}
	return false;
}

/*
 * True when the last of BLOCKS is cut: no sentence ends so, or it lacks the stop that
 * its neighbours have. They are, of an item, the other items (one alone tells
 * nothing), of prose without items its other paragraphs, of either its own sentences
 * before the last. Who writes "a) Uno", "b) Dos" without stops cut nothing, and a word
 * or two at the end, or a signature below a list, tell nothing.
 */
static bool is_cut(struct draft *draft, const struct block_list *blocks)
{
	const struct block *last = &blocks->at[blocks->count - 1];
	struct str text = value_plain(draft->arena, last->text);
	size_t others = 0, closed = 0, items = 0;

	if (!text.len || text.ptr[text.len - 1] == '_')
		return false;
	if (ends_open(text))
		return true;
	if (block_ends_sentence(text) || text.len < 25)
		return false;
	for (size_t i = 0; i < blocks->count; i++)
		items += blocks->at[i].kind == BLOCK_ITEM;
	for (size_t i = 0; i + 1 < blocks->count; i++) {
		others += blocks->at[i].kind == last->kind;
		closed += blocks->at[i].kind == last->kind && block_ends_sentence(blocks->at[i].text);
	}
	return has_stops(text) || (closed == others && (items == 0 || (last->kind == BLOCK_ITEM && others >= 2)));
}

/* True for the fields that are prose: of a name or a number nobody can tell. */
static bool is_prose(enum label_symbol symbol)
{
	return (symbol >= LABEL_OBJECTIVE && symbol <= LABEL_RECOMMENDATIONS) || symbol == LABEL_OTHER_CONCLUSIONS;
}

static void tell_cut(struct draft *draft)
{
	const struct hit *last = &draft->form->hits.at[draft->form->hits.count - 1];
	struct block_list blocks = { 0 };

	/* of another record behind this one, nothing is known */
	if (!is_prose(last->symbol) || !piece_trim(last->value).len || draft->form->second_record)
		return;
	blocks_read(last->value, true, &blocks);
	if (blocks.count && is_cut(draft, &blocks)) {
		struct str end = piece_trim(last->value);

		draft_doubt(draft, REMARK_CUT_SHORT, -1, "", str_slice(end, end.len - 1, 1), "el documento termina a media frase: puede estar cortado");
	}
	vec_dispose(&blocks);
}

/* ---- what was done on the way ---- */

static void tell_whole(struct draft *draft)
{
	const struct form *form = draft->form;
	const struct document *document = form->document;
	struct str text = buf_str(&document->text);
	int told = 0;

	if (document->legacy)
		draft_doubt(draft, REMARK_ENCODING, -1, "", (struct str){ 0 }, "el documento no está en UTF-8: se leyó como Windows-1252");
	if (document->cut)
		draft_doubt(draft, REMARK_TOO_LONG, -1, "", (struct str){ 0 }, "el documento es demasiado largo: no se leyó hasta el final");
	if (document->joined && document->joined_page)
		draft_note(draft, REMARK_WORDS_JOINED, "", (struct str){ 0 }, "palabras cortadas con guion al final de la línea que se unieron: %u (la primera, en la página %u, línea %u)",
			   document->joined, document->joined_page, document->joined_line);
	else if (document->joined)
		draft_note(draft, REMARK_WORDS_JOINED, "", (struct str){ 0 }, "palabras cortadas con guion al final de la línea que se unieron: %u (la primera, en la línea %u)",
			   document->joined, document->joined_line);
	if (document->dropped)
		draft_note(draft, REMARK_HEADERS_OUT, "", (struct str){ 0 }, "encabezados y números de página que se dejaron fuera: %u", document->dropped);
	if (document->addresses)
		draft_doubt(draft, REMARK_URL_JOINED, -1, "", (struct str){ 0 }, "direcciones que el fin de una línea cortaba y se unieron: %u (la primera, en la página %u, línea %u)",
			    document->addresses, document->address_page, document->address_line);
	if (document->changes)
		draft_doubt(draft, REMARK_CHANGES, -1, "", (struct str){ 0 }, "el documento tiene %u cambios marcados sin aceptar ni rechazar: se leyó como si se aceptaran todos", document->changes);
	if (document->hidden)
		draft_doubt(draft, REMARK_TEXT_HIDDEN, -1, "", (struct str){ 0 }, "el documento tiene texto oculto, que no se copió (%u fragmentos)", document->hidden);
	if (document->notes)
		draft_doubt(draft, REMARK_NOTES_OUT, -1, "", (struct str){ 0 }, "el documento tiene notas al pie, que no se copiaron: %u", document->notes);
	if (document->images)
		draft_note(draft, REMARK_IMAGES, "", (struct str){ 0 }, "imágenes del documento, de las que nada se leyó: %u", document->images);
	if (form->second_record)
		draft_doubt(draft, REMARK_SECOND_RECORD, -1, "", str_slice(text, form->second_record + 2, 1),
			    "aquí empieza otro registro; sólo se leyó el primero");
	for (size_t i = 0; i < form->hits.count && told < 20; i++)
		if (form->hits.at[i].second && form->hits.at[i].value.len && ++told)
			draft_doubt(draft, REMARK_LABEL_TWICE, -1, label_number(form->hits.at[i].symbol), form->hits.at[i].value,
				    "el rótulo se repite; sólo se leyó la primera vez");
}

/* Labels of other forms that have no place in this one keep their words. */
static void tell_unplaced(struct draft *draft)
{
	static const enum label_symbol unplaced[] = { LABEL_OTHER_STATUS, LABEL_OTHER_RESOURCE };

	for (int i = 0; i < 2; i++) {
		const struct hit *hit = form_find(draft->form, unplaced[i]);

		if (hit && hit->value.len)
			draft_doubt(draft, REMARK_NO_PLACE, -1, "", hit->value, "«%.*s» no tiene lugar en el formato",
				    STR_ARG(value_plain(draft->arena, str_slice(buf_str(&draft->form->document->text),
					    hit->start, hit->value.len < 200 ? (size_t)(hit->value.ptr + hit->value.len - draft->form->document->text.ptr) - hit->start
					    : hit->label_end - hit->start))));
	}
}

void draft_whole(struct draft *draft)
{
	tell_unplaced(draft);
	tell_whole(draft);
	tell_cut(draft);
}
