/*
 * past.h -- what the pages of versions and changes share.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) A page of a version that was replaced never changes. While it is made,
 *     page->site is a small site of that version alone (model/alone.h), with
 *     what it named as its commit had it, and page->route is of that site;
 *     nothing of the site as it is now may be looked at, but its title, its
 *     address and its policy on contacts.
 * (2) What was ordered out (`supresiones`) and the contacts that the policy
 *     withholds are taken out of a version before anything is made of it, so
 *     that no comparison, no name and no summary can bring them back.
 * (3) A version stays at the address where it was published: in the folder of
 *     the identity that it had then.
 */
#ifndef PAGE_PAST_H
#define PAGE_PAST_H

#include "context.h"
#include "version/attachment.h"
#include "version/chronicle.h"

struct recaller;

/* An attachment whose page this is; those of one page differ by letter case alone. */
struct attachment_page {
	struct str path;		/* of the first */
	const struct attachment *at;
	struct attachment_page *next;
};

/* What an item of the plan is about: item->about is its place in past->pages. */
struct past_page {
	const struct life *life;	/* NULL: of none (a month, a stub) */
	struct str key;			/* the identity in whose folder it stands */
	uint32_t from, to;		/* editions; TO 0: what is on the page now. Or a month, or a stub */
};

/* An address that versions lead to, or where an entry was, and nothing else is at. */
struct stub {
	enum entry_kind kind;		/* ENTRY_KINDS: of a comparison of years or of entities */
	struct str key, name, path;
	const struct life *life;	/* what was there, if it is no attachment; NULL: a mere mention */
	struct past_page *from;		/* versions that name it, each once; maybe none */
	uint32_t count;
};

/* A comparison of years or of entities that the site has no more. */
struct lost_abreast {
	struct str path, name;
	struct past_page *from;		/* the versions that it was of, each once */
	uint32_t count;
};

struct lost_abreast_list {
	struct lost_abreast **at;
	size_t count, room;
};

/* A month of changes. */
struct month {
	int year, month;		/* 0: of what has no date */
	struct str path;
	uint32_t *at, count;		/* happenings, newest first */
};

/* What was changed or taken away of an ASM after it had been recorded. */
struct alteration {
	struct str path;		/* of the follow-up now, below the content folder */
	struct str asm_key;
	bool gone;			/* the commitment is not in the file any more */
	bool state;			/* a state that was recorded: the history itself */
	struct value told;		/* a change, with its commit */
};

struct past {
	const struct chronicle *chronicle;
	VEC(struct past_page) pages;
	struct stub *stubs;
	uint32_t stub_count;
	struct month *months;		/* newest first */
	uint32_t month_count;
	struct alteration *alterations;
	uint32_t alteration_count;
	struct recallers *recallers;
	struct attachment_page *files;	/* by the number that their item is about */
	uint32_t file_count;
	struct str *bytes;		/* by holding: its own address; absent: it is not given */
	struct map identities;		/* of evaluations, now and then: to their struct life */
};

/* One version, ready to be shown; all of it in the page's arena. */
struct shown_version {
	const struct life *life;
	const struct edition *edition;
	struct version_text text;	/* without what (2) takes out */
	struct evaluation *evaluation;	/* NULL: today's parser cannot read it */
	bool there;			/* false: the repository does not give it */
	bool hidden;			/* and it cannot be read: nobody knows where that is */
};

/* Make ready, plan, and give back; pages->past stays NULL without a chronicle. */
void past_new(struct pages *pages);
void past_plan(struct pages *pages, struct plan *plan, struct diag *diag);
void past_free(struct past *past);

/* past.c: the version as (2) leaves it. */
struct shown_version past_version(struct page *page, const struct life *life,
				  const struct edition *edition);

/* Make PAGE one of the version's small site (1); version_close() ends it. */
void version_open(struct page *page, struct shown_version *version);
void version_close(struct page *page);

/* After a link to an attachment, or an image, on a page of a version: what it was
   then. IS_LINK: the blob leads to where the bytes are, which nothing before it does. */
void past_put_file(struct page *page, const struct entry *file, bool is_link);

/*
 * Where a link to ENTRY leads. On a page of a version, a place within an
 * evaluation is looked for where it will stay: on the page of the version that
 * was there then. A place that may go away is left out of the address. An
 * attachment leads to the page of all that it ever was, at what it was then.
 */
struct str past_link_path(struct page *page, const struct entry *entry, struct str *fragment);

/* For planning: the entries that EDITION names and that the site does not have
   any more, in ARENA; how many. From any thread. */
uint32_t past_names(const struct pages *pages, const struct life *life, const struct edition *edition,
		    struct arena *arena, struct entry ***names);

struct recallers *recallers_new(const struct chronicle *chronicle);
void recallers_free(struct recallers *recallers);

/* attachment.c: the pages of attachments, and former bytes. */
void attachments_plan(struct pages *pages, struct plan *plan, struct diag *diag);
void attachments_plan_index(struct pages *pages, struct plan *plan, struct diag *diag);
struct str attachments_index(const struct page *page);	/* the list of them; absent: there are none */

/* The bytes of an attachment that only versions name, as it was last, at its address;
   false where they cannot be given. */
bool attachment_plan_kept(struct pages *pages, struct plan *plan, const struct stub *stub, struct diag *diag);

/* The page of all that the attachment at PATH ever was; absent: no commit had it. */
struct str attachment_page_path(struct page *page, struct str path);

/* Whether KEY, where LIFE was, keeps a card that stands in somebody's article: with what the
   evaluation is now, or with the word that it is gone. And where. */
bool past_leaves_a_card(const struct pages *pages, const struct life *life, struct str key);
struct str past_card_path(struct arena *arena, struct str key);

/* The page in PAST that its item names. */
const struct past_page *past_page_of(const struct page *page);

/* Dates of commits on pages that may change: the site's zone now. */
struct date past_day(const struct page *page, const struct history_commit *commit);

/* The day of EDITION; none for NULL, for what nobody committed, and where it is not known. */
struct date past_edition_day(const struct page *page, const struct edition *edition);

/* The life of an evaluation of the site, or NULL. */
const struct life *past_life(const struct pages *pages, const struct entry *entry);

/* The page of EDITION of LIFE, or the absent view; and of the timeline. */
/* Absent for versions that have no number (see struct edition). */
struct str past_version_path(struct page *page, const struct edition *edition);
struct str past_timeline_path(struct page *page, const struct life *life);
/* The comparison of two neighbours; TO NULL: what is on the page now. */
struct str past_comparison_path(struct page *page, const struct life *life,
				const struct edition *from, const struct edition *to);

/* Where what only versions name has its stub, or the absent view. */
struct str past_stub_path(const struct page *page, enum entry_kind kind, struct str key);

/* What was altered or taken away of the commitment ASM_KEY of the follow-up
   that was read from PATH, after it had been recorded: {filas} or false. An
   absent ASM_KEY asks for what is in the file no longer. */
struct value past_alterations(struct page *page, struct str path, struct str asm_key);

/* past_abreast.c, for planning, when all comparisons that there are have been planned:
   yours, free its `at`. */
struct lost_abreast_list past_lost_abreast(struct pages *pages, struct plan *plan);

/* past_follow.c, for planning. */
void past_find_alterations(struct pages *pages, struct diag *diag);

/* TEXT without what could steer a reader, and valid. */
struct str past_visible(struct arena *arena, struct str text);
struct value words_value(struct page *page, struct str text);	/* {texto}, visible */

/* timeline.c: the rows of a life's timeline, on as many pages as other lists have. */
uint32_t timeline_rows(const struct life *life);
/* What a life is called, in full and in brief; crumbs down to it. */
struct str life_name(struct page *page, const struct life *life);
struct str life_short(struct page *page, const struct life *life);
/* What it was called in EDITION, unless that was ordered out. */
struct str life_name_then(struct page *page, const struct life *life, const struct edition *edition);
void past_crumbs(struct page *page, const struct life *life, struct str overline);

/* told.c: changes as values. */
struct value told_change(struct page *page, const struct change *change);
struct value told_sections(struct page *page, const struct comparison *comparison);
/* «diferencia» of values.def. */
struct value told_difference(struct page *page, const struct difference *difference);
/* {mensaje, detalle, autor, commit, fecha, hora} of a commit; AUTHOR may be NULL. */
void set_commit(struct page *page, struct value object, const struct history_commit *commit,
		const struct history_commit *author);

/* news.c: the promises that PROGRAMME made once and makes no longer, the last
   withdrawn first: {filas: [{texto, fecha}]} or false. */
struct value news_withdrawn(struct page *page, const struct entry *programme);

/* news.c, for the home page: the last things that happened, or false. */
struct value news_latest(struct page *page, uint32_t limit);

#endif
