/*
 * site.h -- the facts: every entry of the site, and how they lead to one another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_read() turns a content folder into a struct site, in four steps: each
 * file is read and parsed alone, on all workers (load.c); references are
 * resolved and entries that are mentioned but have no file are made (link.c);
 * mentions in prose become links, again on all workers (mention.c); the reverse
 * edges are filed, in order, and the rules of the whole site are checked
 * (check.c). Afterwards nothing changes: pages and exports only read.
 *
 * An entry is anything with a page: an evaluation, a fund, a year, a unit, an
 * evaluator, an entity, a contract, a free page, an attachment. Its number is its place in
 * site->entries, and what a link woven into prose carries (prose_token.target
 * is that number plus 1). Orders that a reader sees are fixed here: entries by
 * kind, then by key in byte order; an entry's evaluations by year (newest
 * first), then by key.
 *
 * Addresses are not decided here (route/), and nothing knows HTML or git.
 */
#ifndef MODEL_SITE_H
#define MODEL_SITE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/vec.h"
#include "model/record.h"
#include "source/source.h"
#include "syntax/prose.h"

enum entry_kind {
	ENTRY_EVALUATION,
	ENTRY_FUND,
	ENTRY_YEAR,
	ENTRY_UNIT,
	ENTRY_EVALUATOR,
	ENTRY_ENTITY,
	ENTRY_CONTRACT,
	ENTRY_PAGE,
	ENTRY_FOLLOW_UP,	/* no page of its own: shown on its evaluation and in the register */
	ENTRY_PROGRAMME,	/* the yearly programme of one entity */
	ENTRY_FILE,		/* an attachment below archivos/ */
	ENTRY_KINDS
};

struct evaluation;

/* Who speaks of an entry, and where: in which item or field. */
struct mention {
	struct entry *from;	/* an evaluation, or a catalogue entry or page */
	uint16_t section;	/* enum section_id; SECTIONS for a body without sections */
	uint16_t item;		/* 1..n; 0: prose outside of items */
};

struct entry_list {
	struct entry **at;
	uint32_t count;
};

struct evaluation_list {
	struct evaluation **at;
	uint32_t count;
};

struct mention_list {
	struct mention *at;
	uint32_t count;
};

struct entry {
	enum entry_kind kind;
	uint32_t number;
	struct str key;		/* "2022/fortamun-df", "fortamun", "2022", "archivos/x.pdf" */
	struct str path;	/* as messages show it; absent when there is no file */
	struct str name;	/* the full name; the key when there is nothing better */
	struct str brief;	/* the acronym of a fund; otherwise the name */
	struct record *record;	/* NULL for a year, a file, and what has no file */
	struct prose body;	/* of catalogue entries and pages */
	bool draft;		/* an evaluation of state borrador, built only with --drafts */
	struct evaluation_list evaluations;	/* that name it in a field; newest first */
	struct mention_list mentions;	/* in prose, not counting those evaluations */
	struct entry_list children;	/* funds that are part of it, units under it, units of an entity */
	uint64_t size;		/* ENTRY_FILE */
};

/* One item of a list section: a slice of the section's prose. */
struct item {
	uint32_t offset;	/* of the tokens within <item>, in section.prose */
	uint32_t length;
	uint32_t line;
	int32_t written;	/* the number in the source, or -1 */
};

struct section {
	uint8_t state;		/* enum state: ABSENT, NOT_ON_RECORD, NONE, BLANK, VALUE */
	bool ordered;		/* an order took it out: nobody may compare it */
	uint32_t line;		/* of its heading */
	struct prose prose;	/* all of it, lists and what stands around them */
	struct item *items;	/* of list sections; in the order of the document */
	uint32_t count;		/* 0 when the state is NONE: its words are in prose */
};

/* The legal clock of an evaluation. Unset dates are not known. */
struct clock {
	struct date start, finish;	/* 1.2 and 1.3 */
	struct date due;		/* finish and the site's term; unset without both */
	struct date published;
	int days;			/* from finish to publication; -1 unknown */
	int late;			/* days after due; 0 in time or not known */
};

struct evaluation {
	struct entry entry;	/* first: an evaluation is an entry */
	int year;
	struct entry *year_entry;
	struct entry_list funds;
	struct entry *entity;
	struct entry_list units;	/* of 5.6.1, in order, each once */
	struct entry *evaluator;
	struct entry *contract;
	int64_t cost;		/* centavos; -1: not on record */
	struct clock clock;
	struct section sections[SECTIONS];
	struct entry *follow_up;	/* content/seguimiento/, or NULL */
	struct evaluation *previous;	/* same first fund and entity, the year before that has one */
	struct evaluation *next;
	struct evaluation_list related;	/* linked by prose or contract; each once */
	bool withdrawn;
};

/* One line of a yearly programme. */
struct promise {
	struct entry *programme;
	struct entry *fund;
	struct entry *entity;
	int programme_year;
	int year;		/* the fiscal year to be evaluated */
	const struct record *record;	/* of RECORD_PROMISE */
	struct evaluation *evaluation;	/* what kept it, or NULL: owed */
};

/* A recommendation as the register shows it, with the ASM that answer it. */
struct recommendation {
	struct evaluation *evaluation;
	uint32_t item;		/* 1..n of 3.2; 0: an ASM of another origin */
	const struct record **asms;	/* records of RECORD_ASM */
	uint32_t asm_count;
	const struct record *rejected;	/* RECORD_REJECTED, or NULL */
};

/* A former identity of an entry: a page that points to where it is now. */
struct former {
	struct str key;
	struct entry *entry;
};

struct site {
	struct record *record;	/* RECORD_SITE; NULL when sitio.yaml is missing or unusable */
	struct date today;	/* see site_read() */
	int zone;		/* minutes east of UTC */

	struct entry **entries;	/* all; entry->number indexes it */
	uint32_t count;
	struct {
		struct entry **at;	/* of one kind, by key */
		uint32_t count;
	} kinds[ENTRY_KINDS];

	struct evaluation_list evaluations;	/* all: newest first, then by key */

	struct promise *promises;	/* by programme year, then fund, then year */
	uint32_t promise_count;
	struct recommendation *recommendations;	/* newest year first, by evaluation, in order */
	uint32_t recommendation_count;
	struct former *formers;
	uint32_t former_count;

	/* For load.c, link.c and mention.c; nobody else looks. */
	struct map keys[ENTRY_KINDS];
	struct arena arena;
	struct site_internal *internal;
};

struct site_options {
	const struct source_reader *reader;
	unsigned workers;
	bool drafts;		/* evaluations of state borrador are built too */
	bool checking;		/* for `check`: see site_read() */
	bool linting;		/* the linter speaks too: lint.c */
	struct site_memory *memory;	/* of readings before this one (model/memory.h), or NULL */
	int64_t now;		/* seconds since 1970, of SOURCE_DATE_EPOCH or the commit; -1: neither */
	int64_t clock;		/* for `check`: the machine's time, when files of now are read; 0: not asked */
};

/* How long the steps took, in milliseconds, for the build's summary. */
struct site_stages {
	int64_t read;		/* listing */
	int64_t parse;		/* reading and parsing, all files */
	int64_t link;
};

/*
 * Read the whole content. Mistakes are reported and the site is returned with
 * what could be read; NULL only when nothing can be (no content folder).
 * Free with site_free(); everything in it is the site's.
 *
 * site->today is the day of options->now in the site's zone. Without one it is
 * the newest date of all records, of every field that holds a date, but for
 * what is only planned: a promise's `prevista` and the `compromiso` of an ASM,
 * by which nothing could ever be late. Unset when the content has no date.
 *
 * With options->checking, drafts are read and checked though nobody wants
 * them, so that their authors hear of mistakes in time; what is published
 * still may not link to one, is not kept by one, and has today without them.
 * With options->linting, what may well be a mistake is told: lint.c.
 */
struct site *site_read(const struct site_options *options,
		       struct site_stages *stages, struct diag *diag);
void site_free(struct site *site);

/*
 * Parse BYTES, the whole file of one entry of KIND called KEY, which messages
 * call SHOWN, apart from any site: a version that was published once, say.
 * What concerns one file alone is read and reported as site_read() does it,
 * drafts too; references stay without a target and no mention is woven.
 *
 * MEMORY is as in markdown_parse_in() and may be NULL; markdown_init() came
 * before. Returns an entry (an evaluation, when KIND says so) in ARENA, which
 * borrows nothing, or NULL after a diagnostic when front matter or body cannot
 * be read. KIND is one that has a record of its own.
 */
struct markdown_memory;

struct entry *entry_parse(struct arena *arena, struct markdown_memory *memory,
			  enum entry_kind kind, struct str key, struct str shown,
			  struct str bytes, struct diag *diag);

/* Another of what entry_parse() gave, in ARENA: it shares nothing with PARSED, which no
   site may have linked. */
struct entry *entry_copy(struct arena *arena, const struct entry *parsed);

/*
 * What a file at PATH below the content folder is, by its name alone: its kind,
 * and *KEY, a view of PATH. ENTRY_KINDS with an absent key for whatever makes
 * no entry; sitio.yaml, too, is no entry.
 */
enum entry_kind entry_place(struct str path, struct str *key);

/* The file, from the top of the content, that the PATH of a link names in a file
   of FOLDER; the %XX are undone. In ARENA; the absent view when it leads out. */
struct str link_path(struct arena *arena, struct str folder, struct str path);

/* True for the address of a link that leads out of the content: one with a scheme. */
bool link_is_elsewhere(struct str address);

/* The record a file of KIND holds; RECORD_NONE: none. */
enum record_type_id entry_record_type(enum entry_kind kind);

/* The entry of KIND called KEY, or NULL. */
struct entry *site_find(const struct site *site, enum entry_kind kind, struct str key);

/* An entry that is an evaluation. */
static inline struct evaluation *entry_evaluation(struct entry *entry)
{
	return entry && entry->kind == ENTRY_EVALUATION ? (struct evaluation *)entry : NULL;
}

/* The year that the key of an evaluation, a follow-up, a programme or a year
   begins with; 0 for the other kinds. */
int entry_year(const struct entry *entry);

/* "fondo", "unidad": the singular Spanish word for a kind. */
const char *entry_kind_word(enum entry_kind kind);

/* "#hallazgo-3": true when ENTRY has such an anchor on its page. FRAGMENT is
   without the '#'. */
bool entry_has_anchor(const struct entry *entry, struct str fragment);

/* The anchor of a heading within a body: its words, unaccented, with hyphens. */
void heading_anchor(struct buf *out, struct str words);

/*
 * What was taken out by law (`supresiones`). Returns the order that covers
 * FIELD of a record of TYPE within EVALUATION, or NULL: RECORD_EVALUATION and
 * EVALUATION_FINDINGS, RECORD_CONTRACTING and CONTRACTING_COST. Its reason and
 * date are what is printed instead. The version that an order names is not
 * looked at: what was ordered out of one stays out of all.
 *
 * References that are taken out file no reverse edge, nor do mentions in prose
 * that is; the slots of the record itself still hold the value.
 */
const struct record *evaluation_suppression(const struct evaluation *evaluation,
					    enum record_type_id type, int field);
bool evaluation_suppresses(const struct evaluation *evaluation,
			   enum record_type_id type, int field);

/* The order that covers item ITEM of SECTION, or all of the section; ITEM 0
   is the prose outside of items. */
const struct record *evaluation_item_suppression(const struct evaluation *evaluation,
						 enum section_id section, uint32_t item);

/* Whether the address of a person (1.4, 5.6.2; never 4.5, which the format
   asks for) may be published under the site's policy, `contactos`. */
bool contact_is_public(const struct site *site, struct str address);

/* The address of LICENCE (`licencia` of sitio.yaml): its own where it is one, else
   that of the terms it is the short name of; nothing where it is not known. */
struct str licence_address(struct str licence);

/* The sum of the costs of LIST, contracts shared by several counted once.
   *UNKNOWN (may be NULL) receives how many evaluations state no cost. */
int64_t evaluations_cost(struct evaluation_list list, uint32_t *unknown);

/* The last state of an ASM: the newest of its progress, or NULL. */
const struct record *asm_latest(const struct record *asm_record);

/* True when the ASM is neither atendido nor cancelado. */
bool asm_is_open(const struct record *asm_record);

#endif
