/*
 * pages.c -- the table of page kinds, the plan, and what all pages share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Real pages are planned before the pages of former identities, so that where
 * both claim an address the one who lives there keeps it.
 */
#include "base/path.h"
#include "abreast.h"
#include "html.h"
#include "past.h"
#include "values.h"

static void plan_home(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_missing(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_search(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_embeds(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_names(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_data(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_glossary(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_evaluations(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_indexes(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_entries(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_register(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_programmes(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_guide(struct pages *pages, struct plan *plan, struct diag *diag);
static void plan_formers(struct pages *pages, struct plan *plan, struct diag *diag);

static const struct page_type types[KIND_KINDS] = {
	[KIND_HOME] = { "inicio", plan_home, home_fill },
	[KIND_EVALUATION] = { "evaluacion", NULL, evaluation_fill },
	[KIND_EVALUATIONS] = { "evaluaciones", plan_evaluations, evaluations_fill },
	[KIND_INDEX] = { "indice", plan_indexes, index_fill },
	[KIND_ENTRY] = { "entrada", plan_entries, entry_fill },
	[KIND_REGISTER] = { "recomendaciones", plan_register, register_fill },
	[KIND_PROGRAMMES] = { "pae-indice", plan_programmes, programmes_fill },
	[KIND_PROGRAMME] = { "pae", NULL, programme_fill },
	[KIND_FREE] = { "pagina", NULL, free_fill },
	[KIND_GUIDE] = { "guia-indice", plan_guide, guide_fill },
	[KIND_GUIDE_RECORD] = { "guia-registro", NULL, guide_record_fill },
	[KIND_FORMER] = { "traslado", plan_formers, former_fill },
	[KIND_GLOSSARY] = { "glosario", plan_glossary, glossary_fill },
	[KIND_ABREAST_INDEX] = { "comparar-indice", abreast_plan, abreast_index_fill },
	[KIND_ABREAST] = { "comparar", NULL, abreast_fill },
	[KIND_ACROSS] = { "comparar-entes", NULL, across_fill },
	[KIND_NAMES] = { "nombres", plan_names, names_fill },
	[KIND_DATA] = { "datos", plan_data, data_fill },
	[KIND_FIGURES] = { "cifras", NULL, figures_fill },
	[KIND_SEARCH] = { "buscar", plan_search, search_fill },
	[KIND_EMBED_INDEX] = { "incrustar", plan_embeds, embed_index_fill },
	[KIND_EMBED_LIST] = { "incrustar-lista", NULL, embed_list_fill },
	[KIND_EMBED_CARD] = { "incrustar-ficha", NULL, embed_card_fill },
	[KIND_MISSING] = { "no-encontrada", plan_missing, missing_fill },
	[KIND_VERSION] = { "version", NULL, version_fill },
	[KIND_COMPARISON] = { "comparacion", NULL, comparison_fill },
	[KIND_TIMELINE] = { "historial", NULL, timeline_fill },
	[KIND_TOMBSTONE] = { "lapida", NULL, tombstone_fill },
	[KIND_CHANGES] = { "cambios", NULL, changes_fill },
	[KIND_MONTH] = { "cambios-mes", NULL, month_fill },
	[KIND_STUB] = { "ausente", past_plan, stub_fill },
	[KIND_ATTACHMENT] = { "adjunto", NULL, attachment_fill },
	[KIND_ATTACHMENTS] = { "adjuntos", NULL, attachments_fill },
};

/* --- The plan. */

static struct place place_of(const struct entry *entry)
{
	return (struct place){ .path = entry && entry->path.ptr ? entry->path : STR("") };
}

/* A piece for another site's page; it stands for a page of this one. */
static bool is_piece(enum page_kind kind)
{
	return kind == KIND_EMBED_LIST || kind == KIND_EMBED_CARD;
}

/* The pieces need their templates, which not every theme has. */
static bool is_embed(enum page_kind kind)
{
	return kind == KIND_EMBED_INDEX || is_piece(kind);
}

static void add(struct plan *plan, enum page_kind kind, struct str path, uint32_t page,
		struct entry *entry, struct place place, struct diag *diag)
{
	struct plan_item item = {
		.path = path,
		.maker = PLAN_PAGE,
		.kind = (uint16_t)kind,
		.listed = kind != KIND_MISSING && kind != KIND_FORMER && !is_piece(kind) && !(entry && entry->draft),
		.page = page,
		.entry = entry,
	};

	plan_add(plan, &item, place, diag);
}

static void add_list(struct plan *plan, enum page_kind kind, struct str path, uint32_t rows,
		     struct entry *entry, struct diag *diag)
{
	uint32_t count = route_pages(rows);

	for (uint32_t page = 1; page <= count; page++)
		add(plan, kind, route_page(&plan->arena, path, page), page, entry, place_of(entry), diag);
}

static void plan_home(struct pages *pages, struct plan *plan, struct diag *diag)
{
	(void)pages;
	add(plan, KIND_HOME, STR("index.html"), 0, NULL, place_of(NULL), diag);
}

static void plan_missing(struct pages *pages, struct plan *plan, struct diag *diag)
{
	(void)pages;
	add(plan, KIND_MISSING, STR("404.html"), 0, NULL, place_of(NULL), diag);
}

static void plan_names(struct pages *pages, struct plan *plan, struct diag *diag)
{
	(void)pages;
	add(plan, KIND_NAMES, STR("indice.html"), 0, NULL, place_of(NULL), diag);
}

static void plan_search(struct pages *pages, struct plan *plan, struct diag *diag)
{
	if (pages->in.has_search)
		add(plan, KIND_SEARCH, STR("buscar.html"), 0, NULL, place_of(NULL), diag);
}

/* They tell the sizes and the digests of the data. */
static void plan_data(struct pages *pages, struct plan *plan, struct diag *diag)
{
	size_t first = plan->items.count;

	(void)pages;
	add(plan, KIND_DATA, STR("datos/index.html"), 0, NULL, place_of(NULL), diag);
	add(plan, KIND_FIGURES, STR("datos/cifras.html"), 0, NULL, place_of(NULL), diag);
	for (; first < plan->items.count; first++)
		plan->items.at[first].phase = PHASE_TOLD;
}

/* The script has an address that stays, because other sites name it. */
static void plan_embed_script(struct pages *pages, struct plan *plan, struct diag *diag)
{
	for (size_t i = 0; i < theme_asset_count(pages->in.theme); i++) {
		const struct theme_asset *asset = theme_asset(pages->in.theme, i);

		if (str_equal(asset->source, STR("incrustar.js")))
			plan_add(plan, &(struct plan_item){ .path = STR("incrustar/incrustar.js"), .maker = PLAN_BYTES,
							    .bytes = asset->bytes },
				 (struct place){ .path = asset->source }, diag);
	}
}

static void plan_embeds(struct pages *pages, struct plan *plan, struct diag *diag)
{
	const struct site *site = pages->in.site;

	add(plan, KIND_EMBED_INDEX, STR("incrustar/index.html"), 0, NULL, place_of(NULL), diag);
	add(plan, KIND_EMBED_LIST, STR("incrustar/lista.html"), 0, NULL, place_of(NULL), diag);
	plan_embed_script(pages, plan, diag);
	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++) {
		struct entry *entry = site->kinds[ENTRY_EVALUATION].at[i];

		if (route_entry(pages->in.route, entry).ptr)
			add(plan, KIND_EMBED_CARD, embed_card_path(&plan->arena, entry), 0, entry, place_of(entry), diag);
	}
}

/* The site's own page of that name is planned with the others. */
static void plan_glossary(struct pages *pages, struct plan *plan, struct diag *diag)
{
	if (!site_find(pages->in.site, ENTRY_PAGE, STR("glosario")))
		add(plan, KIND_GLOSSARY, STR("glosario.html"), 1, NULL, place_of(NULL), diag);
}

static void plan_evaluations(struct pages *pages, struct plan *plan, struct diag *diag)
{
	add_list(plan, KIND_EVALUATIONS, route_index(ENTRY_EVALUATION), pages->newest.count, NULL, diag);
}

static bool has_index(const struct site *site, enum entry_kind kind)
{
	return kind >= ENTRY_FUND && kind <= ENTRY_CONTRACT && site->kinds[kind].count > 0;
}

static void plan_indexes(struct pages *pages, struct plan *plan, struct diag *diag)
{
	const struct site *site = pages->in.site;

	for (enum entry_kind kind = ENTRY_FUND; kind <= ENTRY_CONTRACT; kind++) {
		uint32_t count = route_pages(site->kinds[kind].count);

		if (!has_index(site, kind))
			continue;
		/* The kind is told by its first entry. */
		for (uint32_t page = 1; page <= count; page++)
			add(plan, KIND_INDEX, route_page(&plan->arena, route_index(kind), page), page,
			    site->kinds[kind].at[0], place_of(NULL), diag);
	}
}

/* Page n of an entry has the nth part of each of its lists. */
static uint32_t longest_list(const struct entry *entry)
{
	uint32_t sources = mention_sources(entry);

	return sources > entry->evaluations.count ? sources : entry->evaluations.count;
}

static void plan_entry(struct pages *pages, struct plan *plan, struct entry *entry, struct diag *diag)
{
	struct str path = route_entry(pages->in.route, entry);

	if (!path.ptr)
		return;
	if (entry->kind == ENTRY_EVALUATION)
		add(plan, KIND_EVALUATION, path, 0, entry, place_of(entry), diag);
	else if (entry->kind == ENTRY_PAGE)
		add_list(plan, str_equal(entry->key, STR("glosario")) ? KIND_GLOSSARY : KIND_FREE, path,
			 mention_sources(entry), entry, diag);
	else if (entry->kind >= ENTRY_FUND && entry->kind <= ENTRY_CONTRACT)
		add_list(plan, KIND_ENTRY, path, longest_list(entry), entry, diag);
	else if (entry->kind == ENTRY_FILE)
		plan_add(plan, &(struct plan_item){ .path = path, .maker = PLAN_COPY,
						    .entry = entry, .source = entry->key },
			 place_of(entry), diag);
}

static void plan_entries(struct pages *pages, struct plan *plan, struct diag *diag)
{
	for (uint32_t i = 0; i < pages->in.site->count; i++)
		plan_entry(pages, plan, pages->in.site->entries[i], diag);
}

static void plan_register(struct pages *pages, struct plan *plan, struct diag *diag)
{
	add_list(plan, KIND_REGISTER, STR("recomendaciones/index.html"),
		 pages->in.site->recommendation_count, NULL, diag);
}

static void plan_programmes(struct pages *pages, struct plan *plan, struct diag *diag)
{
	add(plan, KIND_PROGRAMMES, route_index(ENTRY_PROGRAMME), 0, NULL, place_of(NULL), diag);
	for (uint32_t i = 0; i < pages->programme_year_count; i++)
		add(plan, KIND_PROGRAMME, route_programme(&plan->arena, pages->programme_years[i]),
		    (uint32_t)pages->programme_years[i], NULL, place_of(NULL), diag);
}

static void plan_guide(struct pages *pages, struct plan *plan, struct diag *diag)
{
	(void)pages;
	add(plan, KIND_GUIDE, STR("guia/index.html"), 0, NULL, place_of(NULL), diag);
	for (uint32_t id = 0; id < RECORD_TYPES; id++)
		add(plan, KIND_GUIDE_RECORD, guide_path(&plan->arena, (enum record_type_id)id), id, NULL,
		    place_of(NULL), diag);
}

static struct place former_place(const struct entry *entry)
{
	int field = entry->record ? record_type_find(entry->record->type, STR("antes")) : -1;

	return field < 0 ? place_of(entry) :
	       record_place(entry->record, &entry->record->slots[field]);
}

static void plan_formers(struct pages *pages, struct plan *plan, struct diag *diag)
{
	const struct site *site = pages->in.site;

	for (uint32_t i = 0; i < site->former_count; i++) {
		struct former *former = &site->formers[i];
		struct str path = route_former(&plan->arena, former->entry->kind, former->key);

		if (path.ptr)
			add(plan, KIND_FORMER, path, i, former->entry, former_place(former->entry), diag);
	}
}

static void plan_assets(struct pages *pages, struct plan *plan, struct diag *diag)
{
	for (size_t i = 0; i < theme_asset_count(pages->in.theme); i++) {
		const struct theme_asset *asset = theme_asset(pages->in.theme, i);

		plan_add(plan, &(struct plan_item){ .path = asset->output, .maker = PLAN_BYTES,
						    .bytes = asset->bytes },
			 (struct place){ .path = asset->source }, diag);
	}
}

/* --- What all pages share. */

static void share_states(struct pages *pages)
{
	static const struct {
		const char *name, *flag;
	} states[SHOWN_STATES] = {
		[SHOWN_VALUE] = { "valor", "es_valor" },
		[SHOWN_NONE] = { "ninguna", "es_ninguna" },
		[SHOWN_NOT_ON_RECORD] = { "no-consta", "no_consta" },
		[SHOWN_BLANK] = { "en-blanco", "en_blanco" },
		[SHOWN_RESERVED] = { "reservado", "reservado" },
		[SHOWN_SUPPRESSED] = { "suprimido", "suprimido" },
		[SHOWN_WRONG] = { "erroneo", "erroneo" },
	};

	for (int i = 0; i < SHOWN_STATES; i++) {
		pages->states[i] = value_object(&pages->arena);
		value_set(&pages->arena, pages->states[i], "nombre", value_text(str_from(states[i].name)));
		for (int j = 0; j < SHOWN_STATES; j++)
			value_set(&pages->arena, pages->states[i], states[j].flag, value_bool(i == j));
	}
}

struct menu_line {
	unsigned section;
	const char *key, *text, *path;	/* text: a word of the theme */
};

static const struct menu_line menu[] = {
	{ ENTRY_EVALUATION, "evaluaciones", "menu_evaluaciones", "evaluaciones/index.html" },
	{ ENTRY_FUND, "fondos", "menu_fondos", "fondos/index.html" },
	{ ENTRY_YEAR, "ejercicios", "menu_ejercicios", "ejercicios/index.html" },
	{ ENTRY_UNIT, "unidades", "menu_unidades", "unidades/index.html" },
	{ ENTRY_EVALUATOR, "evaluadores", "menu_evaluadores", "evaluadores/index.html" },
	{ ENTRY_ENTITY, "entes", "menu_entes", "entes/index.html" },
	{ ENTRY_CONTRACT, "contratos", "menu_contratos", "contratos/index.html" },
	{ NAVIGATION_REGISTER, "recomendaciones", "menu_recomendaciones", "recomendaciones/index.html" },
	{ ENTRY_PROGRAMME, "pae", "menu_pae", "pae/index.html" },
	{ NAVIGATION_CHANGES, "cambios", "menu_cambios", "cambios/index.html" },
};

static bool is_in_menu(const struct pages *pages, unsigned section)
{
	const struct site *site = pages->in.site;

	if (section == NAVIGATION_CHANGES)
		return pages->past != NULL;
	if (section >= ENTRY_FUND && section <= ENTRY_CONTRACT)
		return site->kinds[section].count > 0;
	return true;
}

static struct str word_of(const struct pages *pages, const char *key)
{
	return page_word(&(struct page){ .pages = pages }, key);
}

static struct value navigation_of(struct pages *pages, unsigned current)
{
	struct arena *arena = &pages->arena;
	struct value list = value_list(arena);

	for (size_t i = 0; i < sizeof menu / sizeof *menu; i++) {
		struct value link;

		if (!is_in_menu(pages, menu[i].section))
			continue;
		link = value_object(arena);
		value_set(arena, link, "clave", value_text(str_from(menu[i].key)));
		value_set(arena, link, "texto", value_text(word_of(pages, menu[i].text)));
		value_set(arena, link, "ruta", value_text(str_from(menu[i].path)));
		value_set(arena, link, "actual", value_bool(menu[i].section == current));
		value_push(arena, list, link);
	}
	return list;
}

struct str licence_page(struct arena *arena, struct str licence)
{
	struct str address = licence_address(licence);

	return str_starts(address, STR("https://creativecommons.org/")) && str_ends(address, STR("/"))
	       ? arena_printf(arena, "%.*sdeed.es", STR_ARG(address)) : address;
}

static void share_text(struct pages *pages, struct value object, const char *key, struct str text)
{
	value_set(&pages->arena, object, key, text.len ? value_text(text) : value_bool(false));
}

static struct value site_value(struct pages *pages)
{
	const struct record *record = pages->in.site->record;
	struct value object = value_object(&pages->arena);
	struct entry *entity = record_target(record, SITE_ENTITY);
	struct str licence = record_text(record, SITE_LICENCE);

	share_text(pages, object, "titulo", pages->title);
	share_text(pages, object, "descripcion", record_text(record, SITE_DESCRIPTION));
	share_text(pages, object, "publicador", record_text(record, SITE_PUBLISHER));
	share_text(pages, object, "licencia", licence);
	share_text(pages, object, "licencia_href", licence_page(&pages->arena, licence));
	share_text(pages, object, "url", route_url(pages->in.route));
	share_text(pages, object, "ente", entity ? entity->name : (struct str){ 0 });
	return object;
}

static int by_menu(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int64_t first = record_number(x->record, PAGE_MENU, 0);
	int64_t second = record_number(y->record, PAGE_MENU, 0);

	if (first != second)
		return first < second ? -1 : 1;
	return str_compare(x->key, y->key);
}

static struct value footer_value(struct pages *pages)
{
	const struct site *site = pages->in.site;
	uint32_t count = 0;
	struct value list = value_list(&pages->arena);
	struct entry **shown = ARENA_ARRAY(&pages->arena, site->kinds[ENTRY_PAGE].count, struct entry *);

	for (uint32_t i = 0; i < site->kinds[ENTRY_PAGE].count; i++) {
		struct entry *entry = site->kinds[ENTRY_PAGE].at[i];

		if (slot_has(record_slot(entry->record, PAGE_MENU)) && route_entry(pages->in.route, entry).ptr)
			shown[count++] = entry;
	}
	if (count)
		qsort(shown, count, sizeof(struct entry *), by_menu);
	for (uint32_t i = 0; i < count; i++) {
		struct value link = value_object(&pages->arena);

		value_set(&pages->arena, link, "texto", value_text(shown[i]->name));
		value_set(&pages->arena, link, "ruta", value_text(route_entry(pages->in.route, shown[i])));
		value_push(&pages->arena, list, link);
	}
	return list;
}

/* It is in the footer already, with the words of its author. */
static bool has_own_glossary(const struct pages *pages)
{
	const struct entry *own = site_find(pages->in.site, ENTRY_PAGE, STR("glosario"));

	return own && slot_has(record_slot(own->record, PAGE_MENU));
}

static void share(struct pages *pages)
{
	struct arena *arena = &pages->arena;
	struct str language = record_text(pages->in.site->record, SITE_LANGUAGE);

	pages->title = record_text(pages->in.site->record, SITE_TITLE);
	if (!pages->title.len)
		pages->title = STR("Evaluaciones");
	pages->shared = value_object(arena);
	value_set(arena, pages->shared, "idioma", value_text(language.len ? language : STR("es-MX")));
	value_set(arena, pages->shared, "sitio", site_value(pages));
	value_set(arena, pages->shared, "paginas_libres", footer_value(pages));
	value_set(arena, pages->shared, "guia", value_text(STR("guia/index.html")));
	share_text(pages, pages->shared, "ruta_datos", pages->in.has_data_pages ? STR("datos/index.html") : (struct str){ 0 });
	value_set(arena, pages->shared, "buscar", pages->in.has_search ? value_text(STR("buscar.html")) :
		  value_bool(false));
	value_set(arena, pages->shared, "glosario", value_text(STR("glosario.html")));
	value_set(arena, pages->shared, "glosario_en_pie", value_bool(has_own_glossary(pages)));
	value_set(arena, pages->shared, "comparaciones", has_abreast(pages->abreast) ?
		  value_text(STR("comparar/index.html")) : value_bool(false));
	for (unsigned i = 0; i < NAVIGATION_COUNT; i++)
		pages->navigation[i] = navigation_of(pages, i);
	share_states(pages);
	pages->today = date_value(arena, pages->in.site->today);
}

/* --- Indexes into the site that the model does not keep. */

static int by_unit(const void *a, const void *b)
{
	const struct duty_of_unit *x = a, *y = b;

	if (x->unit != y->unit)
		return x->unit->number < y->unit->number ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void file_duties(struct pages *pages, const struct entry *follow_up, struct evaluation *evaluation,
			uint32_t room)
{
	struct slot_list list = record_list(follow_up->record, FOLLOW_UP_ASM);

	for (uint32_t i = 0; i < list.count && pages->duty_count < room; i++) {
		struct entry *unit = slot_has(&list.at[i]) ?
				     record_target(list.at[i].record, ASM_UNIT) : NULL;

		if (!unit)
			continue;
		pages->duties[pages->duty_count] = (struct duty_of_unit){
			unit, list.at[i].record, evaluation, pages->duty_count };
		pages->duty_count++;
	}
}

static void index_duties(struct pages *pages)
{
	struct evaluation_list all = pages->newest;
	uint32_t room = 0;

	for (uint32_t i = 0; i < all.count; i++)
		if (all.at[i]->follow_up)
			room += record_list(all.at[i]->follow_up->record, FOLLOW_UP_ASM).count;
	pages->duties = ARENA_ARRAY(&pages->arena, room, struct duty_of_unit);
	for (uint32_t i = 0; i < all.count; i++)
		if (all.at[i]->follow_up)
			file_duties(pages, all.at[i]->follow_up, all.at[i], room);
	if (pages->duty_count)
		qsort(pages->duties, pages->duty_count, sizeof *pages->duties, by_unit);
}

static void index_recommendations(struct pages *pages)
{
	const struct site *site = pages->in.site;

	pages->recommendations = ARENA_ARRAY(&pages->arena, site->count, uint32_t);
	for (uint32_t i = site->recommendation_count; i-- > 0;)
		pages->recommendations[site->recommendations[i].evaluation->entry.number] = i + 1;
}

static void add_programme_year(struct pages *pages, int year)
{
	uint32_t at = 0;

	while (at < pages->programme_year_count && pages->programme_years[at] > year)
		at++;
	if (at < pages->programme_year_count && pages->programme_years[at] == year)
		return;
	memmove(&pages->programme_years[at + 1], &pages->programme_years[at],
		(pages->programme_year_count - at) * sizeof *pages->programme_years);
	pages->programme_years[at] = year;
	pages->programme_year_count++;
}

static void index_programmes(struct pages *pages)
{
	const struct site *site = pages->in.site;
	uint32_t count = site->kinds[ENTRY_PROGRAMME].count;

	pages->programme_years = ARENA_ARRAY(&pages->arena, count + 1, int);
	for (uint32_t i = 0; i < count; i++)
		add_programme_year(pages, entry_year(site->kinds[ENTRY_PROGRAMME].at[i]));
}

/* Sums over the whole site stand on many pages and are made once. */
static void share_sums(struct pages *pages, struct diag *diag)
{
	struct page page = {
		.pages = pages,
		.site = pages->in.site,
		.route = pages->in.route,
		.arena = &pages->arena,
		.diag = diag,
	};

	pages->totals = totals_of(&page, pages->newest);
	pages->figures = recommendation_figures(&page);
}

struct pages *pages_new(const struct page_inputs *inputs, struct plan *plan, struct diag *diag)
{
	struct pages *pages = memory_alloc(sizeof *pages);

	memset(pages, 0, sizeof *pages);
	pages->in = *inputs;
	pages->plan = plan;
	arena_init(&pages->arena);
	pages->newest = inputs->site->evaluations;
	past_new(pages);
	pages->abreast = abreast_of(pages);
	for (uint32_t i = 0; inputs->chronicle && i < inputs->chronicle->happening_count; i++)
		pages->has_feed |= happening_is_seen(&inputs->chronicle->happenings[i]);
	share(pages);
	index_recommendations(pages);
	index_duties(pages);
	index_programmes(pages);
	share_sums(pages, diag);
	for (int kind = 0; kind < KIND_KINDS; kind++) {
		if ((kind == KIND_SEARCH && !inputs->has_search) ||
		    (is_embed((enum page_kind)kind) && !theme_has_template(inputs->theme, STR("incrustar"))))
			continue;
		if ((kind == KIND_DATA || kind == KIND_FIGURES) && !inputs->has_data_pages)
			continue;
		if (types[kind].template)
			pages->templates[kind] = theme_template(inputs->theme, str_from(types[kind].template), diag);
		if (types[kind].plan)
			types[kind].plan(pages, plan, diag);
	}
	plan_assets(pages, plan, diag);
	return pages;
}

void pages_free(struct pages *pages)
{
	if (!pages)
		return;
	past_free(pages->past);
	abreast_dispose(pages->abreast);
	arena_dispose(&pages->arena);
	free(pages);
}

/* --- One page. */

static struct str way_up(struct arena *arena, struct str path)
{
	struct buf buf;
	struct str up;

	buf_init(&buf);
	for (size_t i = 0; i < path.len; i++)
		if (path.ptr[i] == '/')
			buf_put_text(&buf, "../");
	up = arena_str(arena, buf_str(&buf));
	buf_dispose(&buf);
	return up;
}

/* A page of a version, and what tells two apart, stay as they are: they lead to
   nothing that comes and goes. */
static bool stays(const struct page *page)
{
	return page->item->kind == KIND_VERSION || page->item->kind == KIND_COMPARISON;
}

/* The feed of what the page is about, where export/ makes one; absent: none. */
static struct str feed_path(const struct page *page)
{
	const struct entry *entry = page->item->entry;

	if (page->item->kind != KIND_EVALUATION && page->item->kind != KIND_ENTRY)
		return no_text();
	if (!chronicle_about(page->pages->past->chronicle, entry).count)
		return no_text();
	if (entry->kind == ENTRY_EVALUATION)
		return route_beside(page->arena, entry->key, "cambios.xml");
	if (entry->kind != ENTRY_FUND && entry->kind != ENTRY_UNIT && entry->kind != ENTRY_ENTITY)
		return no_text();
	return arena_printf(page->arena, "%.*sxml", STR_ARG(str_slice(route_entry(page->route, entry), 0,
				route_entry(page->route, entry).len - 4)));
}

static struct value channels_of(struct page *page)
{
	struct value list = new_list(page);

	if (!page->pages->past || stays(page))
		return list;
	if (feed_path(page).ptr)
		push(page, list, link_to(page, page_word(page, "canal_de_la_pagina"), feed_path(page)));
	if (page->pages->has_feed)
		push(page, list, link_to(page, page_word(page, "canal_del_sitio"), STR("cambios.xml")));
	mark_last(page, list);
	return list;
}

/* 404.html is served at any depth, and a piece is read in other sites: only the
   public address leads anywhere. */
static void begin_page(struct page *page)
{
	struct value root = page->root;
	struct str url = route_url(page->route);

	page->absolute = page->item->kind == KIND_MISSING ||
			 (url.ptr && is_piece((enum page_kind)page->item->kind));
	page->up = !page->absolute ? way_up(page->arena, page->path) :
		   url.ptr ? arena_printf(page->arena, "%.*s/", STR_ARG(url)) : STR("/");
	page->folder = str_slice(page->path, 0, str_find_char(page->path, '/') + 1);
	page->crumbs = new_list(page);
	set(page, root, "clase", value_text(str_from(types[page->item->kind].template)));
	set(page, root, "raiz", value_text(page->up));
	set_yes(page, root, "hoy", false);
	set_yes(page, root, "jsonld", false);
	set(page, root, "migas", page->crumbs);
	set(page, root, "canales", channels_of(page));
	set_yes(page, root, "timemap", false);
	if (page->item->kind != KIND_HOME)
		page_crumb(page, page_word(page, "inicio"), STR("index.html"));
}

/* Gather the values of ITEM's page in page->root; end with end_page(). */
static void make_page(struct page *page, const struct pages *pages, const struct plan_item *item,
		      struct arena *scratch, struct diag *diag)
{
	*page = (struct page){
		.pages = pages,
		.site = pages->in.site,
		.route = pages->in.route,
		.item = item,
		.arena = scratch,
		.diag = diag,
		.path = item->path,
	};
	arena_reset(scratch);
	buf_init(&page->html);
	buf_init(&page->link);
	page->root = new_object(page);
	begin_page(page);
	types[item->kind].fill(page);
	mark_last(page, page->crumbs);
}

static void end_page(struct page *page)
{
	version_close(page);
	buf_dispose(&page->html);
	buf_dispose(&page->link);
}

int page_render(const struct pages *pages, const struct plan_item *item,
		struct arena *scratch, struct buf *out, struct diag *diag)
{
	struct page page;
	struct value contexts[2];
	int status;

	if (!pages->templates[item->kind])
		return -1;
	make_page(&page, pages, item, scratch, diag);
	contexts[0] = pages->shared;
	contexts[1] = page.root;
	status = template_render(pages->templates[item->kind], contexts, 2, out, diag);
	end_page(&page);
	return status;
}

void page_check(const struct pages *pages, const struct plan_item *item, struct arena *scratch,
		struct buf *out, struct map *seen, struct arena *arena, struct diag *diag)
{
	struct page page;

	if (!types[item->kind].fill)
		return;		/* bytes, not a page */
	make_page(&page, pages, item, scratch, diag);
	values_check(out, seen, arena, types[item->kind].template, page.root, pages->shared);
	end_page(&page);
}

void page_check_names(struct theme *theme, struct diag *diag)
{
	const char *templates[KIND_KINDS];
	size_t count = 0;

	for (int kind = 0; kind < KIND_KINDS; kind++)
		if (types[kind].template)
			templates[count++] = types[kind].template;
	values_check_names(theme, templates, count, diag);
}
