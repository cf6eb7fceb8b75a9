/*
 * check.c -- rules that concern more than one field.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a single value may be is checked as it is read (record.c), links as
 * they are woven (mention.c). Here is what takes two fields, or two files.
 */
#include "base/escape.h"
#include "base/provider.h"
#include "base/utf8.h"
#include "internal.h"
#include "lint.h"

struct checker {
	struct site *site;
	struct diag *diag;
};

/* ---- evaluations ---- */

static void check_dates(struct checker *checker, const struct evaluation *evaluation)
{
	const struct clock *clock = &evaluation->clock;
	const struct record *record = evaluation->entry.record;

	if (date_is_set(clock->start) && date_is_set(clock->finish) &&
	    date_compare(clock->finish, clock->start) < 0)
		diag_report(checker->diag, DIAG_DATE_ORDER,
			    record_place(record, record_slot(record, EVALUATION_FINISH)),
			    STR("compare 1.2 y 1.3 con el documento; ¿está bien el año?"),
			    "la evaluación termina antes de comenzar");
}

static void check_year(struct checker *checker, const struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;
	int64_t year = record_number(record, EVALUATION_YEAR, 0);

	if (year == 0 || year == evaluation->year)
		return;
	diag_report(checker->diag, DIAG_YEAR_FOLDER,
		    record_place(record, record_slot(record, EVALUATION_YEAR)),
		    STR("corrija el año, o mueva el archivo a la carpeta del suyo"),
		    "dice %d, pero el archivo está en la carpeta %d",
		    (int)year, evaluation->year);
}

static void check_retirement(struct checker *checker, const struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;

	if (!evaluation->withdrawn || record_nested(record, EVALUATION_RETIREMENT))
		return;
	diag_report(checker->diag, DIAG_RETIREMENT,
		    record_place(record, record_slot(record, EVALUATION_STATUS)),
		    STR("retiro: {fecha: ..., motivo: \"...\"}"),
		    "está retirada y no dice cuándo ni por qué");
}

static void check_suppressions(struct checker *checker, const struct evaluation *evaluation)
{
	struct slot_list list = record_list(evaluation->entry.record, EVALUATION_SUPPRESSIONS);

	for (uint32_t i = 0; i < list.count; i++)
		suppression_check(&checker->site->arena, evaluation, list.at[i].record,
				  checker->diag);
}

/* ---- paths below archivos/ ---- */

static void check_file(struct checker *checker, const struct record *record,
		       const struct slot *slot)
{
	if (!str_starts(slot->text, STR("archivos/")) ||
	    site_find(checker->site, ENTRY_FILE, slot->text))
		return;
	diag_report(checker->diag, DIAG_LINK_BROKEN, record_place(record, slot),
		    STR("copie ahí el archivo, o corrija la ruta"),
		    "no existe content/%.*s", STR_ARG(slot->text));
}

static void check_urls(struct checker *checker, const struct record *record)
{
	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];

		if (!slot_has(slot))
			continue;
		if (field->kind == FIELD_URL)
			check_file(checker, record, slot);
		else if (field->kind == FIELD_RECORD)
			check_urls(checker, slot->record);
		else if (field->kind == FIELD_RECORDS)
			for (uint32_t k = 0; k < slot->list.count; k++)
				check_urls(checker, slot->list.at[k].record);
	}
}

/* ---- private contacts ---- */

bool domain_is_institutional(const struct site *site, struct str domain)
{
	struct slot_list list = record_list(site->record, SITE_DOMAINS);

	for (uint32_t i = 0; i < list.count; i++)
		if (str_equal(list.at[i].text, domain))
			return true;
	return false;
}

/* 1.4 and 5.6.2; never 4.5, which the format requires. */
static void check_contact(struct checker *checker, const struct record *record, int field)
{
	const struct slot *slot = record_slot(record, field);
	struct buf plain;
	struct str domain;

	if (!slot_has(slot))
		return;
	buf_init(&plain);
	utf8_put_unaccented(&plain, str_slice(slot->text, str_find_char(slot->text, '@'), (size_t)-1));
	domain = str_slice(buf_str(&plain), 1, (size_t)-1);
	if (provider_is_public(domain) && !domain_is_institutional(checker->site, domain))
		diag_report(checker->diag, DIAG_EMAIL_PERSONAL, record_place(record, slot),
			    STR("escriba «reservado» en su lugar, y hágalo antes de «git commit»"),
			    "es una cuenta personal: no la publique aquí, porque lo que entra a git ya no sale");
	buf_dispose(&plain);
}

static void check_contacts(struct checker *checker, const struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;
	struct slot_list persons = record_list(record, EVALUATION_PERSONS);
	struct slot_list units = record_list(record_nested(record, EVALUATION_PROGRAMME),
					     PROGRAMME_DATA_UNITS);

	for (uint32_t i = 0; i < persons.count; i++)
		check_contact(checker, persons.at[i].record, PERSON_EMAIL);
	for (uint32_t i = 0; i < units.count; i++) {
		struct slot_list contacts = record_list(units.at[i].record, PROGRAMME_UNIT_CONTACTS);

		for (uint32_t k = 0; k < contacts.count; k++)
			check_contact(checker, contacts.at[k].record, CONTACT_EMAIL);
	}
}

/* ---- follow-up ---- */

static void check_number(struct checker *checker, const struct record *record,
			 const struct slot *slot, uint32_t count)
{
	if (slot->number >= 1 && slot->number <= count)
		return;
	diag_report(checker->diag, DIAG_RECOMMENDATION_UNKNOWN, record_place(record, slot),
		    count > 1 ? arena_printf(&checker->site->arena, "la sección 3.2 va de 1 a %u", count)
			      : count ? STR("la sección 3.2 sólo tiene una")
				      : STR("la evaluación no tiene recomendaciones en 3.2"),
		    "no hay una recomendación %lld; queda sin enlace", (long long)slot->number);
}

static bool is_priority(const struct site *site, struct str priority)
{
	struct slot_list list = record_list(site->record, SITE_PRIORITIES);

	for (uint32_t i = 0; i < list.count; i++)
		if (str_equal(list.at[i].text, priority))
			return true;
	return list.count == 0;
}

static void check_progress(struct checker *checker, const struct record *progress)
{
	const struct slot *slot = record_slot(progress, PROGRESS_PERCENTAGE);

	if (slot_has(slot) && slot->number > 100)
		diag_report(checker->diag, DIAG_NUMBER_FORM, record_place(progress, slot),
			    STR("de 0 a 100"), "un porcentaje no pasa de 100");
}

static void check_asm(struct checker *checker, const struct record *record, uint32_t count)
{
	struct slot_list numbers = record_list(record, ASM_RECOMMENDATIONS);
	struct slot_list progress = record_list(record, ASM_PROGRESS);
	const struct slot *priority = record_slot(record, ASM_PRIORITY);

	for (uint32_t i = 0; i < numbers.count; i++)
		check_number(checker, record, &numbers.at[i], count);
	for (uint32_t i = 0; i < progress.count; i++)
		check_progress(checker, progress.at[i].record);
	if (slot_has(priority) && !is_priority(checker->site, priority->text))
		diag_report(checker->diag, DIAG_PRIORITY_UNKNOWN, record_place(record, priority),
			    STR("una de las de la lista, o agréguela ahí"),
			    "«%.*s» no está en «prioridades» de sitio.yaml; se publica como está",
			    STR_ARG(priority->text));
}

static void check_asm_keys(struct checker *checker, struct slot_list list)
{
	struct map seen;

	map_init(&seen);
	for (uint32_t i = 0; i < list.count; i++) {
		const struct record *record = list.at[i].record;
		struct str key = record_text(record, ASM_KEY);

		if (key.len && map_set(&seen, key, (void *)record))
			diag_report(checker->diag, DIAG_ASM_TWICE,
				    record_place(record, record_slot(record, ASM_KEY)),
				    STR("déle otra, que no se haya usado"),
				    "«%.*s» ya es la clave de otro compromiso", STR_ARG(key));
	}
	map_dispose(&seen);
}

static void check_follow_up(struct checker *checker, const struct evaluation *evaluation)
{
	const struct record *record = evaluation->follow_up->record;
	uint32_t count = evaluation->sections[SECTION_RECOMMENDATIONS].count;
	struct slot_list asms = record_list(record, FOLLOW_UP_ASM);
	struct slot_list rejected = record_list(record, FOLLOW_UP_REJECTED);

	for (uint32_t i = 0; i < asms.count; i++)
		check_asm(checker, asms.at[i].record, count);
	check_asm_keys(checker, asms);
	for (uint32_t i = 0; i < rejected.count; i++) {
		const struct slot *slot = record_slot(rejected.at[i].record, REJECTED_RECOMMENDATION);

		if (slot_has(slot))
			check_number(checker, rejected.at[i].record, slot, count);
	}
}

/* ---- catalogue ---- */

/* What FIELD of ENTRY's record depends on, once; NULL at the end. */
static struct entry *parent_of(const struct entry *entry)
{
	if (entry->kind == ENTRY_FUND)
		return record_target(entry->record, FUND_PART_OF);
	return record_target(entry->record, UNIT_PARENT);
}

/* Follow the parents of ENTRY; a circle that leads back to it is reported. */
static void check_cycle(struct checker *checker, const struct entry *entry)
{
	const struct entry *slow = entry, *fast = parent_of(entry);
	int field = entry->kind == ENTRY_FUND ? FUND_PART_OF : UNIT_PARENT;

	while (fast && fast != entry && fast != slow) {
		slow = parent_of(slow);
		fast = parent_of(fast);
		if (fast && fast != entry)
			fast = parent_of(fast);
	}
	if (fast == entry)
		diag_report(checker->diag, DIAG_CYCLE,
			    record_place(entry->record, record_slot(entry->record, field)),
			    STR("quite una de las dependencias del círculo"),
			    "la dependencia da la vuelta y regresa a «%.*s»",
			    STR_ARG(entry->key));
}

static void check_contract(struct checker *checker, const struct entry *contract)
{
	int64_t cost = record_number(contract->record, CONTRACT_COST, -1);

	for (uint32_t i = 0; i < contract->evaluations.count; i++) {
		const struct evaluation *evaluation = contract->evaluations.at[i];
		const struct record *contracting =
			record_nested(evaluation->entry.record, EVALUATION_CONTRACTING);

		if (evaluation->cost < 0)
			continue;
		if (cost < 0)
			cost = evaluation->cost;
		if (evaluation->cost != cost)
			diag_report(checker->diag, DIAG_CONTRACT_COST,
				    record_place(contracting, record_slot(contracting, CONTRACTING_COST)),
				    STR("vea en los documentos cuál es el costo de todo el contrato"),
				    "no es el costo del contrato «%.*s», o el que dicen sus otras evaluaciones; en los totales cuenta una sola vez",
				    STR_ARG(contract->key));
	}
}

/* ---- former identities ---- */

static int former_field(enum entry_kind kind)
{
	switch (kind) {
	case ENTRY_EVALUATION:	return EVALUATION_FORMER;
	case ENTRY_FUND:	return FUND_FORMER;
	case ENTRY_UNIT:	return UNIT_FORMER;
	case ENTRY_EVALUATOR:	return EVALUATOR_FORMER;
	case ENTRY_ENTITY:	return ENTITY_FORMER;
	case ENTRY_CONTRACT:	return CONTRACT_FORMER;
	case ENTRY_PAGE:	return PAGE_FORMER;
	default:		return -1;
	}
}

static void take_former(struct checker *checker, struct map *taken, struct entry *entry,
			const struct slot *slot)
{
	struct site *site = checker->site;
	struct entry *holder = site_find(site, entry->kind, slot->text), *other;
	struct place place = record_place(entry->record, slot);
	bool is_path = str_find_char(slot->text, '/') != (size_t)-1;

	if (is_path != (entry->kind == ENTRY_EVALUATION)) {
		diag_report(checker->diag, DIAG_KEY_FORM, place,
			    is_path ? STR("aquí va sólo la clave") : STR("<ejercicio>/<clave>"),
			    "así no se identifica un registro de este tipo; se ignora");
		return;
	}
	if (holder) {
		diag_report(checker->diag, DIAG_FORMER_TAKEN, place, STR("quítela de «antes»"),
			    holder == entry ? "«%.*s» es su identidad de ahora, no una anterior; se ignora"
					    : "«%.*s» es la identidad de otro registro; se ignora",
			    STR_ARG(slot->text));
		return;
	}
	other = map_set(taken, slot->text, entry);
	if (other) {
		diag_report(checker->diag, DIAG_FORMER_TAKEN, place, STR("déjela en uno de los dos"),
			    "«%.*s» ya está entre las identidades anteriores de «%.*s»; se ignora",
			    STR_ARG(slot->text), STR_ARG(other->key));
		return;
	}
	site->formers[site->former_count++] = (struct former){ slot->text, entry };
}

static uint32_t count_formers(const struct site *site)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < site->count; i++) {
		int field = former_field(site->entries[i]->kind);

		if (field >= 0 && site->entries[i]->record)
			count += record_list(site->entries[i]->record, field).count;
	}
	return count;
}

static void read_formers(struct checker *checker)
{
	struct site *site = checker->site;

	site->formers = ARENA_ARRAY(&site->arena, count_formers(site), struct former);
	for (int kind = 0; kind < ENTRY_KINDS; kind++) {
		int field = former_field((enum entry_kind)kind);
		struct map taken;

		if (field < 0)
			continue;
		map_init(&taken);
		for (uint32_t i = 0; i < site->kinds[kind].count; i++) {
			struct entry *entry = site->kinds[kind].at[i];
			struct slot_list list = record_list(entry->record, field);

			for (uint32_t k = 0; k < list.count; k++)
				take_former(checker, &taken, entry, &list.at[k]);
		}
		map_dispose(&taken);
	}
}

/* ---- the site ---- */

static void check_format_version(struct checker *checker)
{
	const struct record *record = checker->site->record;

	if (record_number(record, SITE_FORMAT, 1) == 1)
		return;
	diag_report(checker->diag, DIAG_SITE_VALUE,
		    record_place(record, record_slot(record, SITE_FORMAT)), STR("formato: 1"),
		    "este programa entiende la versión 1 del formato de contenido");
}

/* A path below archivos/ is an address for every record but this. */
static void check_site_url(struct checker *checker)
{
	struct record *record = checker->site->record;
	struct slot *slot = &record->slots[SITE_URL];

	if (!slot_has(slot) || url_is_web(slot->text))
		return;
	diag_report(checker->diag, DIAG_SITE_VALUE, record_place(record, slot),
		    STR("url: https://evaluaciones.ejemplo.gob.mx"),
		    "la dirección pública del sitio comienza con https:// o http://; no se usa");
	slot->state = STATE_WRONG;
}

void site_check(struct site *site, struct diag *diag)
{
	struct checker checker = { site, diag };

	if (site->record) {
		check_format_version(&checker);
		check_site_url(&checker);
	}
	for (uint32_t i = 0; i < site->count; i++) {
		struct entry *entry = site->entries[i];
		struct evaluation *evaluation = entry_evaluation(entry);

		if (entry->record)
			check_urls(&checker, entry->record);
		if (evaluation) {
			check_dates(&checker, evaluation);
			check_year(&checker, evaluation);
			check_retirement(&checker, evaluation);
			check_suppressions(&checker, evaluation);
			check_contacts(&checker, evaluation);
			if (evaluation->follow_up)
				check_follow_up(&checker, evaluation);
		}
		if ((entry->kind == ENTRY_FUND || entry->kind == ENTRY_UNIT) && entry->record)
			check_cycle(&checker, entry);
		if (entry->kind == ENTRY_CONTRACT)
			check_contract(&checker, entry);
	}
	read_formers(&checker);
}
