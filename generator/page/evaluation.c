/*
 * evaluation.c -- the page of an evaluation: the form, and what surrounds it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing here depends on today: the page changes when the record does.
 */
#include <stdio.h>

#include "base/escape.h"
#include "base/json.h"
#include "base/path.h"
#include "accepted.h"
#include "chapters.h"
#include "cite.h"
#include "abreast.h"
#include "html.h"
#include "past.h"

/* --- Facts at a glance. */

/* NOTICE is of the suppression that covers it, or NULL. */
static struct value begin_fact(struct page *page, const char *key, const char *label, enum shown shown,
			       const struct record *notice)
{
	struct value fact = new_object(page);

	set_words(page, fact, "clave", key);
	set(page, fact, "etiqueta", value_text(page_word(page, label)));
	set_state(page, fact, "estado", notice ? SHOWN_SUPPRESSED : shown);
	set(page, fact, "aviso", notice_value(page, notice));
	html_begin(page);
	return fact;
}

static void end_fact(struct page *page, struct value facts, struct value fact)
{
	set(page, fact, "valor", html_end(page));
	push(page, facts, fact);
}

static void add_entries(struct page *page, struct value facts, const char *key, const char *label,
			struct entry_list list, const struct record *notice)
{
	struct value fact = begin_fact(page, key, label, list.count ? SHOWN_VALUE : SHOWN_NOT_ON_RECORD, notice);

	for (uint32_t i = 0; i < list.count && !notice; i++) {
		if (i)
			buf_put_text(&page->html, "; ");
		html_put_link(page, list.at[i]->brief, route_entry(page->route, list.at[i]));
	}
	end_fact(page, facts, fact);
}

/* What FIELD of RECORD names, in the words that were published where it has some. */
static void add_named(struct page *page, struct value facts, const char *key, const char *label,
		      const struct record *record, int field, struct entry_list list)
{
	const struct slot *slot = record_slot(record, field);
	bool plural = record->type->fields[field].kind == FIELD_REFERENCES;
	struct slot_list slots = { (struct slot *)(uintptr_t)slot, slot_has(slot) };
	struct value fact;
	bool words = false;

	if (plural)
		slots = record_list(record, field);
	for (uint32_t i = 0; i < slots.count; i++)
		words |= slots.at[i].reference->words.len > 0;
	if (!words) {
		add_entries(page, facts, key, label, list, NULL);
		return;
	}
	fact = begin_fact(page, key, label, SHOWN_VALUE, NULL);
	for (uint32_t i = 0; i < slots.count; i++) {
		const struct reference *reference = slots.at[i].reference;

		if (i)
			buf_put_text(&page->html, "; ");
		html_put_link(page, reference->words.len ? reference->words : reference->target->brief,
			      route_entry(page->route, reference->target));
	}
	end_fact(page, facts, fact);
}

static void add_entry(struct page *page, struct value facts, const char *key, const char *label,
		      struct entry *entry, const struct record *notice)
{
	add_entries(page, facts, key, label,
		    (struct entry_list){ &entry, entry ? 1 : 0 }, notice);
}

static void add_slot(struct page *page, struct value facts, const char *key, const char *label,
		     const struct record *record, int field, const struct record *notice)
{
	const struct slot *slot = record_slot(record, field);
	enum shown shown = slot ? shown_of(slot->state) : SHOWN_NOT_ON_RECORD;
	struct value fact = begin_fact(page, key, label, shown, notice);

	if (shown == SHOWN_VALUE && !notice)
		html_put_slot(page, &record->type->fields[field], slot);
	end_fact(page, facts, fact);
}

static void add_cost(struct page *page, struct value facts, const struct evaluation *evaluation)
{
	const struct record *record = record_nested(evaluation->entry.record, EVALUATION_CONTRACTING);
	const struct slot *slot = record_slot(record, CONTRACTING_COST);
	const struct record *notice = suppression_of(evaluation, "6.3", "contratacion.costo");
	enum shown shown = slot ? shown_of(slot->state) : SHOWN_NOT_ON_RECORD;
	struct value fact = begin_fact(page, "costo", "dato_costo", shown, notice);

	if (shown == SHOWN_VALUE && !notice) {
		html_put_slot(page, &record->type->fields[CONTRACTING_COST], slot);
		if (evaluation->contract && contract_is_shared(evaluation->contract)) {
			buf_put_text(&page->html, " <span class=\"tipo\">");
			html_put_link(page, page_word(page, "de_contrato_compartido"),
				      route_entry(page->route, evaluation->contract));
			buf_put_text(&page->html, "</span>");
		}
	}
	end_fact(page, facts, fact);
}

static void add_programme(struct page *page, struct value facts, const struct evaluation *evaluation)
{
	int year = (int)record_number(evaluation->entry.record, EVALUATION_PROGRAMME_YEAR, 0);
	struct str text = text_year(page->arena, year);
	struct value fact;
	bool known = false;

	/* which programmes there are now is nothing that a version may say */
	for (uint32_t i = 0; !page->own_site && i < page->pages->programme_year_count; i++)
		known |= page->pages->programme_years[i] == year;
	fact = begin_fact(page, "pae", "dato_pae",
			  year ? SHOWN_VALUE : SHOWN_NOT_ON_RECORD, NULL);
	if (year)
		html_put_link(page, text, known ? route_programme(page->arena, year) : (struct str){ 0 });
	end_fact(page, facts, fact);
}

static void put_counted(struct page *page, unsigned count, const char *word)
{
	if (!count)
		return;
	buf_put_text(&page->html, ", ");
	put_number(&page->html, count);
	buf_put_char(&page->html, ' ');
	escape_text(&page->html, page_word(page, word));
}

/* All that was promised is attended. */
static bool is_done(const struct recommendation *recommendation)
{
	for (uint32_t i = 0; i < recommendation->asm_count; i++)
		if (!record_is(asm_latest(recommendation->asms[i]), PROGRESS_STATUS, "atendido"))
			return false;
	return recommendation->asm_count > 0;
}

static void put_asm_counts(struct page *page, const struct recommendation *list, uint32_t count)
{
	unsigned answered = 0, rejected = 0, done = 0;

	for (uint32_t i = 0; i < count; i++) {
		answered += list[i].item && list[i].asm_count;
		rejected += list[i].item && list[i].rejected;
		done += list[i].item && is_done(&list[i]);
	}
	put_counted(page, answered, "con_asm");
	put_counted(page, done, done == 1 ? "atendida" : "atendidas");
	put_counted(page, rejected, rejected == 1 ? "no_aceptada" : "no_aceptadas");
	if (!answered && !rejected) {
		buf_put_text(&page->html, ", ");
		escape_text(&page->html, page_word(page, "sin_respuesta"));
	}
}

static void add_recommendations(struct page *page, struct value facts, const struct evaluation *evaluation)
{
	const struct section *section = &evaluation->sections[SECTION_RECOMMENDATIONS];
	const struct record *notice = suppression_of(evaluation, "3.2", "#3.2");
	uint32_t count = 0;
	const struct recommendation *list = recommendations_of(page, evaluation, &count);
	struct value fact = begin_fact(page, "recomendaciones", "dato_recomendaciones",
				       shown_of(section->state), notice);

	if (!notice && section->count) {
		buf_printf(&page->html, "<a href=\"#s-3-2\">%u</a>", section->count);
		/* What was done is the site's of today to tell, not a version's. */
		if (!page->own_site) {
			buf_put_text(&page->html, "<span class=\"detalle\">");
			put_asm_counts(page, list, count);
			buf_put_text(&page->html, "</span>");
		}
	}
	end_fact(page, facts, fact);
}

static struct value facts_of(struct page *page, const struct evaluation *evaluation)
{
	const struct record *record = evaluation->entry.record;
	struct entry *entity = evaluation->entity;
	struct value facts = new_list(page);

	add_named(page, facts, "fondo", "dato_fondo", record, EVALUATION_FUND, evaluation->funds);
	add_entry(page, facts, "ejercicio", "dato_ejercicio", evaluation->year_entry, NULL);
	add_named(page, facts, "ente", "dato_ente", record, EVALUATION_ENTITY,
		  (struct entry_list){ &entity, entity ? 1 : 0 });
	add_slot(page, facts, "tipo", "dato_tipo", record, EVALUATION_TYPE,
		 suppression_of(evaluation, "", "tipo"));
	add_entry(page, facts, "evaluador", "dato_evaluador", evaluation->evaluator,
		  suppression_of(evaluation, "4.3", "evaluador.institucion"));
	add_cost(page, facts, evaluation);
	add_slot(page, facts, "valoracion", "dato_valoracion", record, EVALUATION_SCORE,
		 suppression_of(evaluation, "", "valoracion"));
	add_recommendations(page, facts, evaluation);
	add_programme(page, facts, evaluation);
	add_entries(page, facts, "unidades", "dato_unidades", evaluation->units,
		    suppression_of(evaluation, "5.6.1", "programa.unidades"));
	return facts;
}

/* --- The legal clock. */

struct value clock_value(struct page *page, const struct evaluation *evaluation)
{
	const struct record *term = record_nested(page->site->record, SITE_DEADLINE);
	struct value object = new_object(page);
	struct clock clock = evaluation->clock;

	if (is_suppressed(evaluation, "1.2", "inicio"))
		clock.start = (struct date){ 0 };
	clock.published = published_date(evaluation);
	if (is_suppressed(evaluation, "1.3", "termino"))
		clock.finish = clock.due = (struct date){ 0 };
	if (!date_is_set(clock.finish) || !date_is_set(clock.published)) {
		clock.days = -1;
		clock.late = 0;
	}
	set_date(page, object, "inicio", clock.start);
	set_date(page, object, "termino", clock.finish);
	set_date(page, object, "vence", clock.due);
	set_date(page, object, "publicada", clock.published);
	set_days(page, object, "dias", clock.days);
	if (clock.days == 0)	/* that day is known, too */
		set_number(page, object, "dias", 0);
	set_yes(page, object, "a_tiempo", date_is_set(clock.due) && date_is_set(clock.published) &&
		clock.late == 0);
	set_days(page, object, "tarde", clock.late);
	set_count(page, object, "plazo", record_number(term, DEADLINE_DAYS, 0));
	set_yes(page, object, "habiles", record_is(term, DEADLINE_COUNTING, "habiles"));
	set_text(page, object, "cita", record_text(term, DEADLINE_CITATION));
	return object;
}

/* --- The contract, told once. */

#define SHORT_ROWS 24

static struct value contract_of(struct page *page, const struct evaluation *evaluation)
{
	struct entry *contract = evaluation->contract;
	struct value object, others, covered;
	int64_t cost;

	if (!contract || is_suppressed(evaluation, "", "contratacion.contrato"))
		return value_bool(false);
	object = new_object(page);
	others = new_list(page);
	for (uint32_t i = 0; i < contract->evaluations.count && value_count(others) < SHORT_ROWS; i++)
		if (contract->evaluations.at[i] != evaluation)
			push(page, others, evaluation_brief(page, contract->evaluations.at[i]));
	covered = covered_outside(page, contract);
	cost = record_number(contract->record, CONTRACT_COST, -1);
	set(page, object, "contrato", entry_link(page, contract));
	set_text(page, object, "costo", cost >= 0 && !is_suppressed(evaluation, "6.3", "contratacion.costo") ?
		 text_money(page->arena, cost) : (struct str){ 0 });
	set(page, object, "otras", others);
	set_more(page, object, contract->evaluations.count - 1, value_count(others));
	set_yes(page, object, "hay_otras", value_count(others) > 0);
	set(page, object, "amparadas", covered);
	set_yes(page, object, "hay_amparadas", value_count(covered) > 0);
	set_yes(page, object, "compartido", value_count(others) > 0 || value_count(covered) > 0);
	return object;
}

/* --- Neighbours. */

static void set_neighbour(struct page *page, const char *key, const struct evaluation *evaluation)
{
	struct value link;

	if (!evaluation) {
		set_yes(page, page->root, key, false);
		return;
	}
	link = entry_link(page, &evaluation->entry);
	set(page, link, "ejercicio", value_text(text_year(page->arena, evaluation->year)));
	set(page, page->root, key, link);
}

static void set_related(struct page *page, struct evaluation_list list)
{
	struct value object = new_object(page), rows = new_list(page);

	for (uint32_t i = 0; i < list.count && i < SHORT_ROWS; i++)
		push(page, rows, evaluation_brief(page, list.at[i]));
	set(page, object, "filas", rows);
	set_more(page, object, list.count, value_count(rows));
	set(page, page->root, "relacionadas", list.count ? object : value_bool(false));
}

/* --- Follow-up. */

/* An ASM that answers several recommendations is told under each, and has its
   address where it is told first. */
static struct value asm_once(struct page *page, struct map *seen, const struct record *record)
{
	struct value object = asm_value(page, record);
	struct str key = record_text(record, ASM_KEY);

	if (key.len && path_is_key(key) && !map_set(seen, key, (void *)record))
		set(page, object, "ancla", value_text(arena_printf(page->arena, "seguimiento-%.*s", STR_ARG(key))));
	return object;
}

static struct value asms_of(struct page *page, struct map *seen, const struct recommendation *from)
{
	struct value list = new_list(page);

	for (uint32_t i = 0; i < from->asm_count; i++)
		push(page, list, asm_once(page, seen, from->asms[i]));
	return list;
}

static struct value follow_row(struct page *page, struct map *seen, const struct recommendation *from)
{
	struct value row = new_object(page);

	set_number(page, row, "numero", from->item);
	set_text(page, row, "href", item_href(page, from->evaluation, SECTION_RECOMMENDATIONS, from->item));
	set_text(page, row, "texto", recommendation_text(page, from, 240));
	set(page, row, "asms", asms_of(page, seen, from));
	set_yes(page, row, "hay_asms", from->asm_count > 0);
	set(page, row, "rechazada", rejected_value(page, from->rejected));
	set_yes(page, row, "sin_respuesta", !from->asm_count && !from->rejected);
	return row;
}

static struct value follow_up_of(struct page *page, const struct evaluation *evaluation)
{
	struct value object, rows, others;
	uint32_t count = 0;
	const struct recommendation *list = recommendations_of(page, evaluation, &count);
	struct str position;
	struct map seen;

	if (!evaluation->follow_up)
		return value_bool(false);
	map_init(&seen);
	object = new_object(page);
	rows = new_list(page);
	others = new_list(page);
	for (uint32_t i = 0; i < count; i++) {
		if (list[i].item) {
			push(page, rows, follow_row(page, &seen, &list[i]));
			continue;
		}
		for (uint32_t j = 0; j < list[i].asm_count; j++)
			push(page, others, asm_once(page, &seen, list[i].asms[j]));
	}
	map_dispose(&seen);
	mark_last(page, rows);
	position = record_text(evaluation->follow_up->record, FOLLOW_UP_POSITION);
	html_begin(page);
	if (position.len)
		html_put_url(page, position);
	set(page, object, "posicion", html_end(page));
	set(page, object, "perdidos", past_alterations(page, evaluation->follow_up->path, no_text()));
	set(page, object, "filas", rows);
	set_yes(page, object, "hay_filas", value_count(rows) > 0);
	set(page, object, "otros", others);
	set_yes(page, object, "hay_otros", value_count(others) > 0);
	return object;
}

/* --- What machines read. */

static void put_named(struct json *json, const char *key, const char *type, struct str name)
{
	if (!name.len)
		return;
	json_key(json, key);
	json_open(json, '{');
	json_key(json, "@type");
	json_text(json, str_from(type));
	json_key(json, "name");
	json_text(json, name);
	json_close(json, '}');
}

static void put_date(struct json *json, struct page *page, const char *key, struct date date)
{
	if (!date_is_set(date))
		return;
	json_key(json, key);
	buf_clear(&page->link);
	date_put_iso(&page->link, date);
	json_text(json, buf_str(&page->link));
}

static void put_report(struct json *json, struct page *page, const struct evaluation *evaluation)
{
	struct str url = route_url(page->route);

	json_key(json, "@context");
	json_text(json, STR("https://schema.org"));
	json_key(json, "@type");
	json_text(json, STR("Report"));
	json_key(json, "name");
	json_text(json, entry_name(&evaluation->entry));
	json_key(json, "inLanguage");
	json_text(json, STR("es-MX"));
	json_key(json, "temporalCoverage");
	json_text(json, text_year(page->arena, evaluation->year));
	if (url.ptr) {
		json_key(json, "url");
		json_text(json, TEXT_JOIN(page->arena, url, STR("/"), page->path));
	}
	put_date(json, page, "datePublished", published_date(evaluation));
	json_key(json, "creativeWorkStatus");
	json_text(json, evaluation->withdrawn ? STR("Withdrawn") : evaluation->entry.draft ?
		  STR("Draft") : STR("Published"));
	if (evaluation->evaluator && !is_suppressed(evaluation, "4.3", "evaluador.institucion"))
		put_named(json, "author", "Organization", evaluation->evaluator->name);
	put_named(json, "publisher", "Organization", record_text(page->site->record, SITE_PUBLISHER));
	if (evaluation->entity)
		put_named(json, "spatialCoverage", "Place", evaluation->entity->name);
	if (evaluation->funds.count)
		put_named(json, "about", "Thing", evaluation->funds.at[0]->name);
	put_named(json, "isPartOf", "WebSite", page->pages->title);
}

/* The JSON writer escapes what could end a <script>. */
static struct value linked_data(struct page *page, const struct evaluation *evaluation)
{
	struct json json;

	html_begin(page);
	json_init(&json, &page->html);
	json_open(&json, '{');
	put_report(&json, page, evaluation);
	json_close(&json, '}');
	return html_end(page);
}

/* --- The whole. */

static struct value retirement_of(struct page *page, const struct evaluation *evaluation)
{
	const struct record *record = record_nested(evaluation->entry.record, EVALUATION_RETIREMENT);
	struct value object;

	if (!evaluation->withdrawn)
		return value_bool(false);
	object = new_object(page);
	set_date(page, object, "fecha", record_date(record, RETIREMENT_DATE));
	set_text(page, object, "motivo", record_text(record, RETIREMENT_REASON));
	return object;
}

static struct str description_of(struct page *page, const struct evaluation *evaluation, struct str overline)
{
	if (evaluation->sections[SECTION_OBJECTIVE].state != STATE_VALUE ||
	    is_suppressed(evaluation, "1.5", "#1.5"))
		return overline;
	return text_plain(page->arena, evaluation->sections[SECTION_OBJECTIVE].prose, 200);
}

/* The version that the page shows, where it is one. */
static struct value citation_of(struct page *page, const struct evaluation *evaluation)
{
	const struct life *life = past_life(page->pages, &evaluation->entry);
	const struct edition *latest = life && !life->working && !life->incomplete ? life_latest(life) : NULL;

	return citation_value(page, evaluation, latest, latest ? past_version_path(page, latest) : page->path);
}

static bool is_there(struct value root, const char *key)
{
	return value_is_true(value_get(root, str_from(key)));
}

void evaluation_values(struct page *page, const struct evaluation *evaluation)
{
	struct str overline = evaluation_overline(page, evaluation, " · ");
	struct value root = page->root;

	page_head(page, entry_name(&evaluation->entry), description_of(page, evaluation, overline), ENTRY_EVALUATION);
	page_short_title(page, evaluation_title(page, evaluation));
	page_crumb(page, page_word(page, "menu_evaluaciones"), route_index(ENTRY_EVALUATION));
	if (evaluation->year_entry)
		page_crumb(page, evaluation->year_entry->name, route_entry(page->route, evaluation->year_entry));
	set(page, root, "sobretitulo", value_text(overline));
	set(page, root, "jsonld", linked_data(page, evaluation));
	set(page, root, "retiro", retirement_of(page, evaluation));
	set_yes(page, root, "borrador", evaluation->entry.draft);
	set(page, root, "vistazo", facts_of(page, evaluation));
	set(page, root, "reloj", clock_value(page, evaluation));
	set(page, root, "capitulos", chapters_value(page, evaluation));
}

static struct value edition_links(struct page *page, const struct life *life, const struct edition *latest)
{
	struct value links = new_object(page);
	const struct edition *first = life->count ? &life->editions[0] : NULL;

	set_text(page, links, "ultima", latest ? page_href(page, past_version_path(page, latest)) : no_text());
	set_text(page, links, "primera", first && first != latest ? page_href(page, past_version_path(page, first)) :
		 no_text());
	set_text(page, links, "historial", page_href(page, past_timeline_path(page, life)));
	return links;
}

/* Which version the page shows, and where the others are. */
static struct value edition_of(struct page *page, const struct evaluation *evaluation)
{
	const struct life *life = past_life(page->pages, &evaluation->entry);
	const struct edition *latest = life ? life_latest(life) : NULL;
	struct value object;

	object = new_object(page);
	set_text(page, object, "sin_historial", page->pages->past ? no_text() : page->pages->in.history_words);
	if (!life || (!latest && !life->working)) {
		set_yes(page, object, "historial", false);
		return object;
	}
	set_count(page, object, "numero", latest && latest->place ? latest->number : 0);
	set_date(page, object, "fecha", past_edition_day(page, latest));
	set_text(page, object, "href", latest ? page_href(page, past_version_path(page, latest)) : no_text());
	set_text(page, object, "historial", page_href(page, past_timeline_path(page, life)));
	set_text(page, object, "cambios", life->count > 1 || (latest && life->working) ?
		 page_href(page, past_comparison_path(page, life, life->working && latest ? latest :
			life_edition(life, life->count - 1), life->working ? NULL : latest)) : no_text());
	set_yes(page, object, "hay_varias", life->count > 1 && !life->incomplete);
	set_number(page, object, "cuantas", life->count);
	set_yes(page, object, "sin_guardar", life->working != NULL);
	set_yes(page, object, "incompleto", life->incomplete);
	set_text(page, object, "por_que", life->incomplete ? page->pages->in.history_words : no_text());
	set(page, object, "enlaces", edition_links(page, life, latest));
	set_text(page, page->root, "timemap", latest && latest->place ?
		 page_href(page, route_beside(page->arena, life->key, "timemap.link")) : no_text());
	return object;
}

void evaluation_fill(struct page *page)
{
	struct evaluation *evaluation = entry_evaluation(page->item->entry);
	struct value root = page->root;

	evaluation_values(page, evaluation);
	page_crumb(page, evaluation_overline(page, evaluation, " · "), (struct str){ 0 });
	set(page, root, "edicion", edition_of(page, evaluation));
	set(page, root, "cita", citation_of(page, evaluation));
	set_text(page, root, "datos", page->pages->in.data ?
		 page_href(page, route_beside(page->arena, evaluation->entry.key, "datos.json")) : no_text());
	set(page, root, "contrato", contract_of(page, evaluation));
	set(page, root, "seguimiento", follow_up_of(page, evaluation));
	set_neighbour(page, "anterior", evaluation->previous);
	set_neighbour(page, "siguiente", evaluation->next);
	set_yes(page, root, "hay_vecinas", evaluation->previous || evaluation->next);
	set(page, root, "comparar", abreast_of_evaluation(page, evaluation));
	set_related(page, evaluation->related);
	set_text(page, root, "incrustar", page->pages->templates[KIND_EMBED_CARD] ?
		 page_href(page, embed_card_path(page->arena, &evaluation->entry)) : no_text());
	set_mentions(page, &evaluation->entry);
	set(page, root, "aceptadas", accepted_of(page, evaluation));
	set_yes(page, root, "hay_anexos", is_there(root, "seguimiento") || is_there(root, "contrato") ||
		is_there(root, "menciones"));
}
