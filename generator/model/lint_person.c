/*
 * lint_person.c -- who answers for an evaluation, and how to reach them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/provider.h"
#include "base/utf8.h"
#include "lint.h"

/* ---- units that are posts ---- */

/* With their accents: «Secretaría» is a unit, «Secretario» a post. */
static const char *const posts[] = {
	"jefe", "jefa", "titular", "secretario", "subsecretario", "subsecretaria",
	"director", "directora", "subdirector", "subdirectora", "coordinador", "coordinadora",
	"tesorero", "tesorera", "contralor", "contralora", "presidente", "presidenta",
	"encargado", "encargada", "responsable", "regidor", "regidora", "síndico", "síndica",
	"administrador", "administradora", "enlace", "gerente", "delegado", "delegada",
	"comisionado", "comisionada", "oficial mayor",
};

/* The post that WORDS begin with, or NULL. */
static const char *leading_post(struct lint *lint, struct str words)
{
	struct str folded;

	buf_clear(&lint->buf);
	utf8_put_folded(&lint->buf, words);
	folded = buf_str(&lint->buf);
	for (size_t i = 0; i < sizeof posts / sizeof posts[0]; i++) {
		struct str post = str_from(posts[i]);

		if (str_starts(folded, post) && (folded.len == post.len || folded.ptr[post.len] == ' '))
			return posts[i];
	}
	return NULL;
}

/* The words of a reference to a unit, where they are a post. */
static void see_unit(struct lint *lint, const struct record *record, int field, void *context)
{
	const struct field *type = &record->type->fields[field];
	const struct slot *slot = record_slot(record, field);
	const char *post;

	(void)context;
	if (type->kind != FIELD_REFERENCE || !field_is_official(type) || !slot_has(slot) ||
	    (type->target != RECORD_UNIT && type->target != RECORD_UNIT_OR_ENTITY))
		return;
	post = leading_post(lint, slot->reference->words);
	if (post)
		diag_report(lint->diag, DIAG_POST_FOR_UNIT, record_place(record, slot),
			    STR("la unidad es lo que sigue; el cargo, si hace falta, va con la persona"),
			    "%.*s pide una unidad administrativa, y su texto comienza con un cargo: «%s»",
			    STR_ARG(type->number), post);
}

void lint_post_for_unit(struct lint *lint)
{
	lint_each(lint, lint->record, see_unit, NULL);
}

/* ---- telephones ---- */

/* The digits of TEXT; at most SIZE - 1 are kept, *COUNT counts all. */
static void take_digits(struct str text, char *digits, size_t size, size_t *count)
{
	size_t kept = 0;

	*count = 0;
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] >= '0' && text.ptr[i] <= '9') {
			if (kept + 1 < size)
				digits[kept++] = text.ptr[i];
			++*count;
		}
	digits[kept] = '\0';
}

/* Cut TEXT, without case and accents, before its extension; the absent view in
   *EXTENSION when there is none. */
static struct str cut_extension(struct str text, struct str *extension)
{
	for (size_t at = 0; at + 3 <= text.len; at++) {
		if (!str_starts(str_slice(text, at, 3), STR("ext")) ||
		    (at > 0 && text.ptr[at - 1] >= 'a' && text.ptr[at - 1] <= 'z'))
			continue;
		*extension = str_slice(text, at + 3, (size_t)-1);
		return str_slice(text, 0, at);
	}
	*extension = (struct str){ 0 };
	return text;
}

/* What is wrong with one number, without its extension; NULL: nothing. */
static const char *number_fault(struct str number, struct arena *arena)
{
	char digits[16];
	size_t count;

	take_digits(number, digits, sizeof digits, &count);
	if (count == 12 && strncmp(digits, "52", 2) == 0)
		return NULL;	/* +52 and ten */
	if (count == 12 && strncmp(digits, "01", 2) == 0)
		return "lleva el prefijo 01, que ya no se marca";
	if (count == 13 && (strncmp(digits, "044", 3) == 0 || strncmp(digits, "045", 3) == 0))
		return "lleva el prefijo 044 o 045, que ya no se marca";
	if (count != 10)
		return arena_printf(arena, "tiene %zu cifras, y son diez", count).ptr;
	return NULL;
}

/* The same of all the numbers of TEXT: "222 000 0000 / 222 000 0001". */
static const char *numbers_fault(struct str text, struct arena *arena)
{
	const char *fault = number_fault(text, arena);
	size_t start = 0;

	if (!fault)
		return NULL;
	for (size_t i = 0; i <= text.len; i++) {
		const char *one;

		if (i < text.len && !strchr("/;,", text.ptr[i]) &&
		    !str_starts(str_slice(text, i, 3), STR(" y ")))
			continue;
		one = number_fault(str_slice(text, start, i - start), arena);
		if (one)
			return start == 0 && i == text.len ? fault : one;
		start = i + 1;
	}
	return NULL;
}

static void check_phone(struct lint *lint, const struct record *record, int field)
{
	const struct slot *slot = lint_slot(lint, record, field);
	struct str number, extension;
	const char *fault;
	char digits[2];
	size_t count = 1;

	if (!slot_has(slot))
		return;
	number = cut_extension(lint_folded(lint, slot->text), &extension);
	fault = numbers_fault(number, &lint->arena);
	if (extension.ptr)
		take_digits(extension, digits, sizeof digits, &count);
	if (fault || count == 0)
		diag_report(lint->diag, DIAG_PHONE_FORM, record_place(record, slot),
			    STR("diez cifras con su clave lada: 222 000 0000 ext. 12"), "el teléfono %s%s%s",
			    fault ? fault : "", fault && count == 0 ? ", y " : "",
			    count == 0 ? "tiene una extensión que no es un número" : "");
}

/* By what it says of itself; ten digits alone tell nothing. */
static bool is_mobile(struct str folded)
{
	static const char *const words[] = { "cel", "celular", "movil", "whatsapp", "044", "045" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (lint_has_words(folded, str_from(words[i])))
			return true;
	return false;
}

void lint_phone_form(struct lint *lint)
{
	struct lint_persons persons = lint_persons(lint);

	for (uint32_t i = 0; i < persons.count; i++)
		/* a mobile is not to be mended, but to be withheld */
		if (!is_mobile(lint_folded(lint, lint_text(lint, persons.at[i].record, persons.at[i].phone))))
			check_phone(lint, persons.at[i].record, persons.at[i].phone);
	check_phone(lint, lint_nested(lint, lint->record, EVALUATION_EVALUATOR), EVALUATOR_DATA_PHONE);
}

void lint_phone_personal(struct lint *lint)
{
	struct lint_persons persons = lint_persons(lint);

	for (uint32_t i = 0; i < persons.count; i++) {
		const struct record *record = persons.at[i].record;
		const struct slot *slot = lint_slot(lint, record, persons.at[i].phone);

		if (slot_has(slot) && is_mobile(lint_folded(lint, slot->text)))
			diag_report(lint->diag, DIAG_PHONE_PERSONAL, record_place(record, slot),
				    STR("escriba «reservado»; si el número es del cargo, acéptelo con su motivo"),
				    "es un celular: el de una persona no se publica, y lo que entra a git ya no sale");
	}
}

/* ---- domains ---- */

/* Of an address, without case and accents; the absent view when it has none. */
static struct str domain_of(struct lint *lint, const struct slot *slot)
{
	size_t at = slot_has(slot) ? str_find_char(slot->text, '@') : (size_t)-1;

	return at == (size_t)-1 ? (struct str){ 0 } : lint_folded(lint, str_slice(slot->text, at + 1, (size_t)-1));
}

/* Short names differ by two letters and have nothing to do with one another. */
#define DOMAIN_LEAST 8
#define DOMAIN_EDITS 2

static bool are_alike(struct str a, struct str b)
{
	return a.len >= DOMAIN_LEAST && b.len >= DOMAIN_LEAST && !str_equal(a, b) &&
	       text_distance(a, b, DOMAIN_EDITS) <= DOMAIN_EDITS;
}

/* An institutional domain that DOMAIN is like, or the absent view. */
static struct str alike_institutional(const struct lint *lint, struct str domain)
{
	struct slot_list list = record_list(lint->site->record, SITE_DOMAINS);

	for (uint32_t i = 0; i < list.count; i++)
		if (are_alike(domain, list.at[i].text))
			return list.at[i].text;
	return (struct str){ 0 };
}

/* An address before that of person NUMBER whose domain is nearly the same. */
static const struct slot *alike_before(struct lint *lint, const struct lint_persons *persons, uint32_t number,
				       struct str domain)
{
	for (uint32_t i = 0; i < number; i++) {
		const struct slot *slot = lint_slot(lint, persons->at[i].record, persons->at[i].email);

		if (are_alike(domain, domain_of(lint, slot)))
			return slot;
	}
	return NULL;
}

/* Told once for each domain, where it is first written. */
static bool is_first(struct lint *lint, const struct lint_persons *persons, uint32_t number, struct str domain)
{
	for (uint32_t i = 0; i < number; i++)
		if (str_equal(domain, domain_of(lint, lint_slot(lint, persons->at[i].record, persons->at[i].email))))
			return false;
	return true;
}

/* Persons that are looked at: so many that no form has more, so few that each
   may be held against each. */
#define PERSONS_MAX 200

static void check_domain(struct lint *lint, const struct lint_persons *persons, uint32_t number)
{
	const struct record *record = persons->at[number].record;
	const struct slot *slot = lint_slot(lint, record, persons->at[number].email), *before;
	struct str domain = domain_of(lint, slot), known;
	bool ours;

	if (!domain.len || provider_is_public(domain) || !is_first(lint, persons, number, domain))
		return;
	ours = domain_is_institutional(lint->site, domain);
	known = ours ? (struct str){ 0 } : alike_institutional(lint, domain);
	before = alike_before(lint, persons, number, domain);
	if (known.len)
		diag_report(lint->diag, DIAG_DOMAIN_ALIKE, record_place(record, slot),
			    arena_printf(&lint->arena, "¿es «%.*s»?", STR_ARG(known)),
			    "el dominio se parece a uno de «dominios_institucionales», y no es el mismo");
	else if (before && ours == domain_is_institutional(lint->site, domain_of(lint, before)))
		diag_report(lint->diag, DIAG_DOMAIN_ALIKE, record_place(record, slot),
			    STR("pregunte cuál de los dos recibe correo; si son los dos, acéptelo"),
			    "el dominio se parece al del correo de la línea %u, y no es el mismo", before->line);
}

void lint_domain_alike(struct lint *lint)
{
	struct lint_persons persons = lint_persons(lint);

	for (uint32_t i = 0; i < persons.count && i < PERSONS_MAX; i++)
		check_domain(lint, &persons, i);
}

void lint_domain_foreign(struct lint *lint)
{
	struct lint_persons persons = lint_persons(lint);

	if (record_list(lint->site->record, SITE_DOMAINS).count == 0)
		return;
	for (uint32_t i = 0; i < persons.count; i++) {
		const struct record *record = persons.at[i].record;
		const struct slot *slot = lint_slot(lint, record, persons.at[i].email);
		struct str domain = domain_of(lint, slot);

		if (!domain.len || domain_is_institutional(lint->site, domain) ||
		    provider_is_public(domain) || alike_institutional(lint, domain).len)
			continue;
		diag_report(lint->diag, DIAG_DOMAIN_FOREIGN, record_place(record, slot),
			    STR("si es de una institución, agréguelo a «dominios_institucionales» de sitio.yaml"),
			    "«%.*s» no es un dominio institucional de este sitio", STR_ARG(domain));
	}
}
