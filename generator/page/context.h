/*
 * context.h -- turns facts into the values that templates print.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all page kinds share: the page in the making, links, dates, money, the
 * three states, and the pieces that many pages repeat (rows of evaluations,
 * totals, mentions, promises). themes/VALORES.md is the other end of it.
 *
 * Two rules keep templates honest. (1) A name that the manual promises is set,
 * with false when there is nothing, unless no enclosing object could have that
 * name. (2) Only html.h and chart.h make VALUE_HTML, from text that they escaped.
 */
#ifndef PAGE_CONTEXT_H
#define PAGE_CONTEXT_H

#include "page/page.h"
#include "theme/value.h"

enum page_kind {
	KIND_HOME,
	KIND_EVALUATION,
	KIND_EVALUATIONS,
	KIND_INDEX,
	KIND_ENTRY,
	KIND_REGISTER,
	KIND_PROGRAMMES,
	KIND_PROGRAMME,
	KIND_FREE,
	KIND_GUIDE,
	KIND_GUIDE_RECORD,
	KIND_FORMER,
	KIND_NAMES,
	KIND_DATA,
	KIND_FIGURES,
	KIND_SEARCH,
	KIND_GLOSSARY,
	KIND_ABREAST_INDEX,
	KIND_ABREAST,
	KIND_ACROSS,
	KIND_EMBED_INDEX,
	KIND_EMBED_LIST,
	KIND_EMBED_CARD,
	KIND_MISSING,
	KIND_VERSION,
	KIND_COMPARISON,
	KIND_TIMELINE,
	KIND_TOMBSTONE,
	KIND_CHANGES,
	KIND_MONTH,
	KIND_STUB,
	KIND_ATTACHMENT,
	KIND_ATTACHMENTS,
	KIND_KINDS
};

/* A state as a template sees it; model's ABSENT and NOT_ON_RECORD are one. */
enum shown {
	SHOWN_VALUE,
	SHOWN_NONE,
	SHOWN_NOT_ON_RECORD,
	SHOWN_BLANK,
	SHOWN_RESERVED,
	SHOWN_SUPPRESSED,
	SHOWN_WRONG,
	SHOWN_STATES
};

/* An ASM and the unit that answers for it. */
struct duty_of_unit {
	const struct entry *unit;
	const struct record *asm_record;
	struct evaluation *evaluation;
	uint32_t order;
};

struct pages {
	struct page_inputs in;
	const struct plan *plan;
	struct arena arena;
	const struct template *templates[KIND_KINDS];
	struct value shared;			/* the outer context of every page */
	struct value states[SHOWN_STATES];
	struct value navigation[ENTRY_KINDS + 3];	/* by the section that is current */
	struct value today;
	struct str title;
	/* By the number of an entry: where its part of site->recommendations
	   begins, plus 1; 0 when it has none. */
	uint32_t *recommendations;
	struct evaluation_list newest;		/* all; newest year first, then by key */
	struct value totals;			/* of all */
	struct value figures;			/* of all recommendations */
	struct duty_of_unit *duties;		/* by unit, then as the register has them */
	uint32_t duty_count;
	int *programme_years;			/* newest first, each once */
	uint32_t programme_year_count;
	struct past *past;			/* NULL: there is no history; see past.h */
	struct abreast *abreast;	/* abreast.h */
	bool has_feed;				/* the site as a whole: something was seen to happen */
};

struct recaller;

/* pages.navigation beyond the kinds of entries. */
enum {
	NAVIGATION_REGISTER = ENTRY_KINDS,
	NAVIGATION_CHANGES,
	NAVIGATION_NONE,
	NAVIGATION_COUNT,
};

struct page {
	const struct pages *pages;
	const struct site *site;
	const struct route *route;
	const struct plan_item *item;
	struct arena *arena;
	struct diag *diag;
	struct value root;
	struct value crumbs;
	struct str path;
	struct str up;		/* to the root: "../../" */
	struct str folder;	/* the first of path, with its '/'; empty at the root */
	struct buf html;	/* a piece in the making; see html.h */
	struct buf link;
	unsigned tables;	/* printed so far, to name them apart */
	unsigned charts;	/* likewise */
	bool absolute;		/* links begin with up: the page is served anywhere */
	/* Of a version, which is shown as it was: past.h (1). Else NULL. */
	struct site *own_site;
	struct route *own_route;
	struct recaller *recaller;
};

/* One line of the table of kinds. plan may be NULL: others plan it. */
struct page_type {
	const char *template;
	void (*plan)(struct pages *pages, struct plan *plan, struct diag *diag);
	void (*fill)(struct page *page);
};

/* The parts of the table, one a file. */
void home_fill(struct page *page);
void evaluation_fill(struct page *page);
void evaluations_fill(struct page *page);
void index_fill(struct page *page);
void entry_fill(struct page *page);
void register_fill(struct page *page);
void programmes_fill(struct page *page);
void programme_fill(struct page *page);
void free_fill(struct page *page);
void guide_fill(struct page *page);
void guide_record_fill(struct page *page);
void former_fill(struct page *page);
void names_fill(struct page *page);
void data_fill(struct page *page);
void figures_fill(struct page *page);
void search_fill(struct page *page);
void glossary_fill(struct page *page);
void abreast_index_fill(struct page *page);
void abreast_fill(struct page *page);
void across_fill(struct page *page);
void embed_index_fill(struct page *page);
void embed_list_fill(struct page *page);
void embed_card_fill(struct page *page);
void missing_fill(struct page *page);
void version_fill(struct page *page);
void comparison_fill(struct page *page);
void timeline_fill(struct page *page);
void tombstone_fill(struct page *page);
void changes_fill(struct page *page);
void month_fill(struct page *page);
void stub_fill(struct page *page);
void attachment_fill(struct page *page);
void attachments_fill(struct page *page);

/* What the page of an evaluation says of the document alone, be it the one of
   now or a version: title, glance, clock and the form. */
void evaluation_values(struct page *page, const struct evaluation *evaluation);
/* "reloj": its legal clock. */
struct value clock_value(struct page *page, const struct evaluation *evaluation);

void abreast_plan(struct pages *pages, struct plan *plan, struct diag *diag);

/* The card of EVALUATION for other sites. In ARENA. */
struct str embed_card_path(struct arena *arena, const struct entry *evaluation);
/* The way to what TERM means: "debilidad". */
struct str glossary_href(struct page *page, const char *term);
/* {texto, href, nombre, significado} of a fund. */
struct value fund_in_brief(struct page *page, const struct entry *fund);

/* Where the guide explains the record type of that number. In ARENA. */
struct str guide_path(struct arena *arena, enum record_type_id id);

/* --- Setting values. Absent and empty text is set as false. Those that are set
   most are inline, so that the compiler knows the hash of the key. */

static inline void set(struct page *page, struct value object, const char *key, struct value value)
{
	value_set(page->arena, object, key, value);
}

static inline void set_text(struct page *page, struct value object, const char *key, struct str text)
{
	set(page, object, key, text.len ? value_text(text) : value_bool(false));
}

static inline void set_yes(struct page *page, struct value object, const char *key, bool yes)
{
	set(page, object, key, value_bool(yes));
}

static inline void set_words(struct page *page, struct value object, const char *key, const char *text)
{
	set_text(page, object, key, str_from(text));
}

void set_number(struct page *page, struct value object, const char *key, int64_t number);
/* False instead of 0. */
void set_count(struct page *page, struct value object, const char *key, int64_t number);
/* NUMBER of days as set_count() sets it, and in KEY_uno whether it is one: "1 día", "2 días". */
void set_days(struct page *page, struct value object, const char *key, int64_t number);
struct value date_value(struct arena *arena, struct date date);
static inline void set_date(struct page *page, struct value object, const char *key, struct date date)
{
	set(page, object, key, date_value(page->arena, date));
}

/* {filas: LIST} when LIST has any, else false. */
void set_rows(struct page *page, struct value object, const char *key, struct value list);
/* Add CHART to CHARTS unless there is nothing to show. */
void add_chart(struct page *page, struct value charts, struct value chart);
struct value new_object(struct page *page);
struct value new_list(struct page *page);
void push(struct page *page, struct value list, struct value item);

/* Set "ultimo" of every object of LIST. */
void mark_last(struct page *page, struct value list);

/* --- Texts, in the page's arena. */

static inline struct str no_text(void)
{
	return (struct str){ 0 };
}

/* Texts are made by the ten thousand: what is printed in every row or item is
   put together without printf. */
struct str text_join(struct arena *arena, const struct str *parts, size_t count);
#define TEXT_JOIN(arena, ...)							\
	text_join((arena), (const struct str[]){ __VA_ARGS__ },			\
		  sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))
void put_number(struct buf *out, uint64_t number);		/* "1234" */
struct str text_counted(struct page *page, const char *word, uint64_t number);	/* "Hallazgo 3" */
struct str text_number(struct arena *arena, int64_t number);	/* "1,234" */
struct str text_money(struct arena *arena, int64_t centavos);
struct str text_date(struct arena *arena, struct date date);	/* "15 de septiembre de 2023" */
struct str text_year(struct arena *arena, int year);		/* "2023" */
struct str text_plain(struct arena *arena, struct prose prose, size_t limit);

/* The theme's word for KEY, for text that no template can put together (titles,
   crumbs); KEY itself where the theme has none, so that it is seen. */
struct str page_word(const struct page *page, const char *key);

/* --- Addresses. */

/* The way from this page to the file PATH, in the arena. PATH needs no
   escaping (route.c (1)). */
struct str page_href(struct page *page, struct str path);
void page_put_href(struct page *page, struct buf *out, struct str path);
struct str page_href_anchor(struct page *page, struct str path, const char *anchor, unsigned number);
/* An item of an evaluation, or its section when it has no address. */
struct str item_href(struct page *page, const struct evaluation *evaluation, unsigned section, uint32_t item);
struct value link_to(struct page *page, struct str text, struct str path);
/* The same as page_href() to an attachment, or a page of one, whose author named it:
   escaped, with FRAGMENT (plain) unless that is empty. */
struct str file_href(struct page *page, struct str path, struct str fragment);
struct value entry_link(struct page *page, const struct entry *entry);
/* By its acronym where it has one. */
struct value entry_brief(struct page *page, const struct entry *entry);
/* A link or false. */
static inline void set_entry(struct page *page, struct value object, const char *key,
			     const struct entry *entry)
{
	set(page, object, key, entry ? entry_link(page, entry) : value_bool(false));
}

/* Where people read the terms of LICENCE in Spanish; absent where it is not known. */
struct str licence_page(struct arena *arena, struct str licence);

/* --- The page's own values. */

/* Title, description and Open Graph; SECTION is the entry of the menu. */
void page_head(struct page *page, struct str title, struct str description, unsigned section);
/* After page_head(): what <title> and Open Graph call the page, where its title is long. */
void page_short_title(struct page *page, struct str title);
void page_crumb(struct page *page, struct str text, struct str path);	/* absent path: here */
void page_sets_today(struct page *page);

/* --- States. */

enum shown shown_of(uint8_t state);

static inline void set_state(struct page *page, struct value object, const char *key, enum shown shown)
{
	set(page, object, key, page->pages->states[shown]);
}

/* The suppression that covers the field of official NUMBER or the key path
   KEY ("programa.unidades"), or NULL. Either may be "". */
const struct record *suppression_of(const struct evaluation *evaluation,
				    const char *number, const char *key);

/* Nearly all evaluations have nothing taken out. */
static inline bool has_suppressions(const struct evaluation *evaluation)
{
	return record_list(evaluation->entry.record, EVALUATION_SUPPRESSIONS).count > 0;
}

/* True when nothing of the field may be printed. */
bool is_suppressed(const struct evaluation *evaluation, const char *number, const char *key);

/* The name of an entry as pages print it: that of an evaluation may be suppressed. */
struct str entry_name(const struct entry *entry);

/* --- Repeated pieces. */

/* When it was published, unless that was taken out. */
struct date published_date(const struct evaluation *evaluation);
struct value evaluation_row(struct page *page, const struct evaluation *evaluation);
/* Rows FIRST.. of LIST, ROUTE_ROWS at most. */
struct value evaluation_rows(struct page *page, struct evaluation_list list, uint32_t first);
struct value totals_of(struct page *page, struct evaluation_list list);
/* What LIST cost, as far as it may be told, contracts counted once. False, and
   *COST untouched, when none says. */
bool known_cost(struct page *page, struct evaluation_list list, int64_t *cost);
/* "paginado" of the list that begins at PATH. */
void set_paging(struct page *page, struct value object, struct str path, uint32_t rows);
/* "menciones": ROUTE_ROWS sources a page, save of an evaluation, which is one page. */
void set_mentions(struct page *page, const struct entry *entry);
/* How many speak of ENTRY in their prose, in what may be printed of it. */
uint32_t mention_sources(const struct entry *entry);
/* "mas": how many of TOTAL are not among those SHOWN, or false. */
void set_more(struct page *page, struct value object, uint32_t total, size_t shown);
/* {motivo, fecha} of a suppression; false without one. */
struct value notice_value(struct page *page, const struct record *notice);
struct value promise_value(struct page *page, const struct promise *promise);
int promise_days_late(const struct site *site, const struct promise *promise);
struct value asm_value(struct page *page, const struct record *record);
bool asm_is_overdue(const struct site *site, const struct record *record);
/* Text of a recommendation, cut short; absent when it may not be printed. */
struct str recommendation_text(struct page *page, const struct recommendation *recommendation,
			       size_t limit);
/* {motivo}, or false. */
struct value rejected_value(struct page *page, const struct record *rejected);
/* The recommendations of EVALUATION: *COUNT of them. */
const struct recommendation *recommendations_of(const struct page *page,
						const struct evaluation *evaluation,
						uint32_t *count);
/* {nombre, href, ejercicio} of an evaluation, for short lists. */
struct value evaluation_brief(struct page *page, const struct evaluation *evaluation);
/* "FORTAMUN 2022 · Municipio de Puebla": what to call it where its name is too long. */
struct str evaluation_title(struct page *page, const struct evaluation *evaluation);
/* The same with SEPARATOR before the year. */
struct str evaluation_overline(struct page *page, const struct evaluation *evaluation, const char *separator);
/* {fondo, ejercicio} for each fund and year that CONTRACT covers outside this site. */
struct value covered_outside(struct page *page, const struct entry *contract);
/* "descargas" of OBJECT: the files of the open data that begin with STEM ("datos/fondos"),
   in each form; false where no data are made. */
void set_downloads(struct page *page, struct value object, struct str stem);
/* "cifras" of the register: how many, answered, rejected, open, done, overdue. */
struct value recommendation_figures(struct page *page);
bool contract_is_shared(const struct entry *contract);
bool shares_a_contract(struct evaluation_list list);

/* "2019–2022", of the years of LIST; absent when it has none. */
struct str years_of(struct arena *arena, struct evaluation_list list);

#endif
