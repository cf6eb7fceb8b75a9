/*
 * lint_link.c -- where the document says it is published (7.1 and 7.2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * No address is asked whether it answers: what is told is what the address
 * itself shows.
 */
#include "lint.h"

static const struct record *diffusion_of(const struct lint *lint)
{
	return lint_nested(lint, lint->record, EVALUATION_DIFFUSION);
}

/* True when 7.1 and 7.2 are one address, which is told once. */
static bool is_same(const struct lint *lint, const struct record *record)
{
	struct str whole = lint_text(lint, record, DIFFUSION_EVALUATION);

	return whole.len && str_equal(whole, lint_text(lint, record, DIFFUSION_FORM));
}

void lint_same_address(struct lint *lint)
{
	const struct record *record = diffusion_of(lint);

	if (is_same(lint, record))
		diag_report(lint->diag, DIAG_SAME_ADDRESS,
			    record_place(record, record_slot(record, DIFFUSION_FORM)),
			    STR("ponga en 7.2 la del formato"),
			    "7.1 y 7.2 dan la misma dirección: la evaluación y el formato son documentos distintos");
}

/* ---- addresses of no document ---- */

/* What pages of a portal are called that hold anything. */
static const char *const general[] = {
	"index", "inicio", "home", "portal", "default", "main", "principal", "transparencia",
	"informacion", "publica", "publico", "fiscal", "financiera", "evaluaciones", "evaluacion",
	"documentos", "archivos", "descargas", "obligaciones", "finanzas", "cuenta", "gobierno", "abierto",
	"municipio", "ayuntamiento", "resultados", "conac", "armonizacion", "contable", "lgcg", "sevac", "pagina",
	"contenido", "noticias", "item", "category", "component", "de", "la", "del", "los", "las", "el", "y", "en",
};

static bool is_general(struct str word)
{
	for (size_t i = 0; i < sizeof general / sizeof general[0]; i++)
		if (str_equal(word, str_from(general[i])))
			return true;
	return false;
}

static bool is_number(struct str word)
{
	unsigned long long number;

	return str_to_number(word, 1000000000000ull, &number);
}

/* The last part of a path that has words, without an ending of web pages.
   *DOCUMENT tells that it ends as a file does. */
static struct str last_segment(struct str path, bool *document)
{
	static const char *const pages[] = { ".html", ".htm", ".php", ".aspx", ".asp", ".jsp" };
	struct str rest = path, piece, last = STR("");
	size_t dot;

	while (str_cut(&rest, '/', &piece))
		if (piece.len)
			last = piece;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		if (str_ends(last, str_from(pages[i])))
			return str_slice(last, 0, last.len - strlen(pages[i]));
	dot = str_find_char(last, '.');
	*document = dot != (size_t)-1 && last.len - dot <= 5;
	return last;
}

/* True when URL names the front of a portal or a general page of it. */
static bool is_generic(struct lint *lint, struct str url)
{
	struct str folded = lint_folded(lint, url), rest, word;
	size_t host = str_find(folded, STR("://")), slash;
	bool document = false, words = false;

	if (host == (size_t)-1)
		return false;		/* a path below archivos/ */
	folded = str_slice(folded, host + 3, (size_t)-1);
	slash = str_find_char(folded, '/');
	if (slash == (size_t)-1)
		return true;
	folded = str_slice(folded, slash, (size_t)-1);
	if (str_find_char(folded, '?') != (size_t)-1)
		return false;		/* whatever it asks for */
	folded = str_slice(folded, 0, str_find_char(folded, '#'));
	rest = last_segment(folded, &document);
	if (document)
		return false;
	if (rest.len == 0)
		return true;
	for (size_t i = 0; i < rest.len; i++)
		if (strchr("_+. ", rest.ptr[i]))
			((char *)(uintptr_t)rest.ptr)[i] = '-';
	while (str_cut(&rest, '-', &word)) {
		if (word.len == 0 || is_number(word))
			continue;
		words = true;
		if (!is_general(word))
			return false;
	}
	return words;
}

static void check_generic(struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	if (slot_has(slot) && is_generic(lint, slot->text))
		diag_report(lint->diag, DIAG_LINK_GENERIC, record_place(record, slot),
			    STR("la del documento mismo, o una copia en content/archivos/"),
			    "%.*s lleva a una página general de un portal, no al documento",
			    STR_ARG(record->type->fields[field].number));
}

void lint_generic(struct lint *lint)
{
	const struct record *record = diffusion_of(lint);

	check_generic(lint, record, DIFFUSION_EVALUATION);
	if (!is_same(lint, record))
		check_generic(lint, record, DIFFUSION_FORM);
}

static void check_plain(struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);

	if (slot_has(slot) && str_starts(lint_folded(lint, str_slice(slot->text, 0, 7)), STR("http://")))
		diag_report(lint->diag, DIAG_LINK_PLAIN, record_place(record, slot),
			    STR("pruebe la misma dirección con https"),
			    "%.*s es una dirección sin cifrar", STR_ARG(record->type->fields[field].number));
}

void lint_plain_http(struct lint *lint)
{
	const struct record *record = diffusion_of(lint);

	check_plain(lint, record, DIFFUSION_EVALUATION);
	if (!is_same(lint, record))
		check_plain(lint, record, DIFFUSION_FORM);
}
