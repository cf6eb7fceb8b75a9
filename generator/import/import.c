/*
 * import.c -- from bytes to a content file and a report.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "import/import.h"

#include "base/utf8.h"
#include "confine.h"
#include "contact.h"
#include "document.h"
#include "draft.h"
#include "piece.h"
#include "transfer.h"

static const struct {
	const char *name, *meaning, *action;
} kinds[] = {
#define REMARK(symbol, name, meaning, action) { name, meaning, action },
#include "import/remark.def"
#undef REMARK
};

const char *import_kind_name(enum import_kind kind)
{
	return kinds[kind].name;
}

const char *import_kind_meaning(enum import_kind kind)
{
	return kinds[kind].meaning;
}

const char *import_kind_action(enum import_kind kind)
{
	return kinds[kind].action;
}

size_t import_limit(void)
{
	return DOCUMENT_MAX;
}

void import_dispose(struct import_result *result)
{
	vec_dispose(&result->remarks);
	vec_dispose(&result->files);
	arena_dispose(&result->arena);
}

/* ---- a value that stands before its label ---- */

/* True when TEXT begins with a verb as objectives do: "Revisar", "Medir". */
static bool begins_with_infinitive(struct str text)
{
	struct str word = str_slice(text, 0, str_find_char(text, ' '));

	return word.len > 4 && (str_ends(word, STR("ar")) || str_ends(word, STR("er")) || str_ends(word, STR("ir")));
}

static struct hit *hit_of(struct form *form, enum label_symbol symbol)
{
	return (struct hit *)form_find(form, symbol);
}

/*
 * Where tables were read column by column the text of 1.5 stands above its
 * label, under that of 1.4: it goes to 1.5, and is told. What stands below the
 * label stays there as well, though it may be what 1.6 should say: its own label
 * did not come, and which words are whose is the reader's to tell.
 */
static void find_value_before(struct form *form)
{
	struct hit *person = hit_of(form, LABEL_PERSON), *objective = hit_of(form, LABEL_OBJECTIVE);
	size_t cut;

	if (!person || !objective || objective != person + 1)
		return;
	cut = str_find(person->value, STR("\n\n"));
	if (cut == (size_t)-1 || !begins_with_infinitive(piece_trim(str_slice(person->value, cut, (size_t)-1))))
		return;
	objective->above = piece_trim(str_slice(person->value, cut, (size_t)-1));
	person->value = piece_trim(str_slice(person->value, 0, cut));
}

/* In the order of the format; what is of the whole document last. */
static void sort_remarks(struct import_result *result)
{
	struct import_remark *at = result->remarks.at;

	for (size_t i = 1; i < result->remarks.count; i++) {
		struct import_remark one = at[i];
		size_t to = i;

		while (to && one.number.len && (!at[to - 1].number.len || str_compare(at[to - 1].number, one.number) > 0)) {
			at[to] = at[to - 1];
			to--;
		}
		at[to] = one;
	}
}

/* ---- private addresses ---- */

/* ADDRESS is gone from TEXT, wherever a function that copies words let it pass. */
static struct str without_address(struct arena *arena, struct str text, struct str address)
{
	size_t at = str_find(text, address);
	struct buf out;

	if (at == (size_t)-1)
		return text;
	buf_init(&out);
	for (; at != (size_t)-1; at = str_find(text, address)) {
		buf_put_str(&out, str_slice(text, 0, at));
		buf_put_text(&out, "[reservado]");
		text = str_slice(text, at + address.len, (size_t)-1);
	}
	buf_put_str(&out, text);
	text = arena_str(arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

/*
 * The last gate: no personal address of 1.4 and 5.6 leaves, in no file and no
 * remark, unless 4.5 has it too. At most a hundred are looked for: who has more
 * has no document of this kind, and the fields themselves are right.
 */
static void hide_addresses(struct draft *draft)
{
	static const enum label_symbol fields[] = { LABEL_PERSON, LABEL_UNITS_HEAD, LABEL_UNITS, LABEL_CONTACTS };
	struct import_result *result = draft->result;
	const struct hit *open = form_find(draft->form, LABEL_EMAIL);
	int left = 100;

	for (int i = 0; i < 4; i++) {
		const struct hit *hit = form_find(draft->form, fields[i]);
		struct str rest = hit ? hit->value : STR(""), email;
		bool broken;

		while (left && (email = email_read(rest, &broken)).ptr) {
			rest = str_slice(rest, (size_t)(email.ptr + email.len - rest.ptr), (size_t)-1);
			if (broken)
				email = str_slice(email, str_find_char(email, ' ') + 1, (size_t)-1);
			if (!email_is_personal(email) || (open && str_find(open->value, email) != (size_t)-1))
				continue;
			left--;
			for (size_t k = 0; k < result->files.count; k++)
				result->files.at[k].text = without_address(draft->arena, result->files.at[k].text, email);
			for (size_t k = 0; k < result->remarks.count; k++)
				result->remarks.at[k].text = without_address(draft->arena, result->remarks.at[k].text, email);
		}
	}
}

/* ---- published, or a draft ---- */

unsigned import_count(const struct import_result *result, enum import_level level)
{
	unsigned count = 0;

	for (size_t i = 0; i < result->remarks.count; i++)
		count += result->remarks.at[i].level == level;
	return count;
}

/* What keeps a document from being published as it was read: one reason a kind. */
static const char *reason_of(const struct import_remark *remark)
{
	switch (remark->kind) {
	case REMARK_CUT_SHORT:
	case REMARK_TOO_LONG:
		return "el documento está cortado";
	case REMARK_BY_LIKENESS:
		/* of a unit or a firm that is written a little differently the identity does not hang */
		return str_equal(remark->number, STR("1.1")) ? "el ente se reconoció por parecido"
		     : str_equal(remark->number, STR("5.1")) || str_equal(remark->number, STR("5.2")) ? "el fondo se reconoció por parecido" : NULL;
	case REMARK_ENTITY_ABSENT:
		return "no dice de qué ente es";
	case REMARK_YEAR_DOUBTFUL:
		return "el ejercicio es dudoso";
	case REMARK_FUND_DOUBTFUL:
		return "el fondo es dudoso";
	default:
		return NULL;
	}
}

/*
 * Why this must stay a draft, in Spanish; "" when it may be published. A document
 * that was published with marks that left no trace, or a cut e-mail, is still one
 * that was published: only what puts its identity or its wholeness in doubt counts.
 */
static struct str why_draft(struct draft *draft)
{
	const struct import_result *result = draft->result;
	struct str why = STR("");

	if (draft->required)
		why = STR("faltan datos que toda evaluación debe tener");
	for (size_t i = 0; i < result->remarks.count; i++) {
		const char *reason = reason_of(&result->remarks.at[i]);

		if (reason && str_find(why, str_from(reason)) == (size_t)-1)
			why = arena_printf(draft->arena, "%.*s%s%s", STR_ARG(why), why.len ? "; " : "", reason);
	}
	if (import_count(result, IMPORT_MISSING) > import_count(result, IMPORT_READ))
		why = arena_printf(draft->arena, "%.*s%sfaltan más campos de los que se leyeron", STR_ARG(why), why.len ? "; " : "");
	return why;
}

static void put_state(struct draft *draft, struct buf *text)
{
	struct str why = why_draft(draft);

	if (!why.len) {
		buf_put_text(text, "estado: publicada\n");
		return;
	}
	buf_printf(text, "estado: borrador   # %.*s\n", STR_ARG(why));
	draft_note(draft, REMARK_LEFT_DRAFT, "", (struct str){ 0 },
		   "quedó como borrador, que no se publica: %.*s",
		   STR_ARG(why));
}

/* ---- the whole file ---- */

static void put_file(struct draft *draft)
{
	struct buf text;
	struct import_file file;

	buf_init(&text);
	buf_put_text(&text, "---\n");
	buf_printf(&text, "# Hecho por «diafano import» de %.*s. Lo que hay que revisar lleva «# Revise».\n",
		   STR_ARG(draft->options->name));
	buf_put_str(&text, buf_str(&draft->front));
	put_state(draft, &text);
	buf_put_str(&text, buf_str(&draft->notes));
	buf_put_text(&text, "---\n");
	buf_put_str(&text, buf_str(&draft->body));
	file.path = draft_path(draft, draft->key);
	file.text = arena_str(draft->arena, buf_str(&text));
	vec_push(&draft->result->files, file);
	/* the evaluation first, the catalogue files behind it */
	for (size_t i = draft->result->files.count - 1; i > 0; i--) {
		struct import_file swap = draft->result->files.at[i];

		draft->result->files.at[i] = draft->result->files.at[i - 1];
		draft->result->files.at[i - 1] = swap;
	}
	buf_dispose(&text);
}

static enum import_status make_draft(struct import_result *result, const struct import_options *options,
				     struct form *form)
{
	struct draft draft = { .arena = &result->arena, .options = options, .result = result, .form = form, .cost = -1 };

	buf_init(&draft.front);
	buf_init(&draft.body);
	buf_init(&draft.notes);
	draft_chapter_one(&draft);
	draft_chapter_four(&draft);
	draft_chapter_five(&draft);
	draft_chapter_six(&draft);
	draft_chapter_seven(&draft);
	draft_sections(&draft);
	draft_whole(&draft);
	put_file(&draft);
	hide_addresses(&draft);
	sort_remarks(result);
	buf_dispose(&draft.front);
	buf_dispose(&draft.body);
	buf_dispose(&draft.notes);
	return draft.year ? IMPORT_DONE : IMPORT_NO_YEAR;
}

/* ---- the child, and who waits for it ---- */

/* Time for what takes seconds at most, on a slow machine; memory for the largest
   documents. Sanitizers make all of it several times dearer. */
static const struct confine_limits usual_limits = { .seconds = 40, .memory = 512u << 20, .output = 64u << 20 };

static const char save_again[] =
	"ábralo y guárdelo otra vez (en Word o LibreOffice: «Guardar como»), o expórtelo como texto";

struct reading {
	const struct import_options *options;
	struct str bytes;
	struct document document;
};

static void prepare(void *context)
{
	struct reading *reading = context;

	document_prepare(document_format(reading->bytes));
}

static enum import_status read_all(struct reading *reading, struct import_result *result)
{
	struct document *document = &reading->document;
	struct form form = { 0 };
	enum import_status status = IMPORT_NO_FORM;

	if (document_read(document, reading->bytes) != 0) {
		result->reason = document->reason;
		result->hint = document->hint.ptr ? document->hint : str_from(save_again);
		return document->reason.ptr ? IMPORT_UNREADABLE : IMPORT_NO_READER;
	}
	if (document->images)
		result->hint = STR("trae imágenes, y lo que dicen no se lee: si el formato está en ellas, " DOCUMENT_NEEDS_OCR);
	form_scan(&form, document);
	if (form.hits.count) {
		find_value_before(&form);
		status = make_draft(result, reading->options, &form);
	}
	form_dispose(&form);
	return status;
}

static void work(void *context, struct buf *out)
{
	struct reading *reading = context;
	struct import_result result = { 0 };
	enum import_status status;

	arena_init(&result.arena);
	document_init(&reading->document);
	status = read_all(reading, &result);
	transfer_put(out, status, &result);
	document_dispose(&reading->document);
	import_dispose(&result);
}

static const char *why_not(enum confine_end end)
{
	switch (end) {
	case CONFINE_TIME:
		return "tardó demasiado en leerse y se detuvo: está dañado, o hecho para eso";
	case CONFINE_MEMORY:
		return "pide más memoria de la que debe un documento: está dañado, o hecho para eso";
	case CONFINE_OUTPUT:
		return "da más texto del que cabe en un formato: está dañado, o hecho para eso";
	case CONFINE_SYSTEM:
		return "el sistema no deja abrir el proceso que lo lee";
	case CONFINE_CRASH:
	case CONFINE_DONE:
		break;
	}
	return "quien lo leía falló al hacerlo: está dañado, o hecho para eso";
}

enum import_status import_document(struct import_result *result,
				   const struct import_options *options, struct str bytes)
{
	struct reading reading = { .options = options, .bytes = bytes };
	struct confine_job job = { prepare, work, &reading };
	struct confine_limits limits = usual_limits;
	enum document_format format = document_format(bytes);
	enum import_status status = IMPORT_UNREADABLE;
	enum confine_end end;
	struct buf said;

	*result = (struct import_result){ 0 };
	arena_init(&result->arena);
	result->format = document_format_name(format);
	result->line_word = document_line_word(format);
	buf_init(&said);
	if (options->seconds)
		limits.seconds = options->seconds;
	end = confine_run(&job, &limits, &said, &result->confined);
	if (end != CONFINE_DONE || transfer_take(buf_str(&said), &status, result) != 0) {
		status = IMPORT_UNREADABLE;
		result->reason = str_from(why_not(end));
		result->hint = str_from(save_again);
	}
	buf_dispose(&said);
	return status;
}
