/*
 * internal.h -- what the steps of site_read() hand to one another.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The steps run in the order of this file. Only here, and in the .c files of
 * this room, is a site still changing.
 */
#ifndef GENERATOR_MODEL_INTERNAL_H
#define GENERATOR_MODEL_INTERNAL_H

#include "base/diag.h"
#include "model/site.h"

struct site_internal {
	struct arena *arenas;	/* one for each worker; live as long as the site */
	unsigned workers;
	struct map paths;	/* from a shown path to its entry */
	/* Files that are there and make no entry, by key and by shown path: what
	   names one was not mistaken. The value tells why: site_draft, or the
	   file has a mistake, reported where it is. */
	struct map left_out[ENTRY_KINDS];
	struct map left_out_paths;
	/* Drafts are here to be checked, not to be published: they are also left
	   out, and nothing that is published may lean on them. */
	bool drafts_aside;
	const struct site_past *past;	/* of a site of one evaluation: alone.c */
	bool site_seen;		/* there is a sitio.yaml, usable or not */
	void **bodies;		/* of each evaluation: the bytes its sections point into */
	struct site_memory *memory;	/* that the site was read with, or NULL; then */
	struct kept **kept;	/* it has the bodies: of each evaluation */
};

/* An array of pointers that grows in an arena; the capacity is the next power
   of two of COUNT, so that it need not be kept. */
void list_push(struct arena *arena, void ***at, uint32_t *count, void *item);

#define LIST_PUSH(arena, list, item) \
	list_push((arena), (void ***)&(list)->at, &(list)->count, (item))

/* Why a file was left out: it is a draft, and no drafts are wanted. */
extern const char site_draft[];

/* load.c: list, read and parse everything; make the entries. */
int site_load(struct site *site, const struct site_options *options,
	      struct site_stages *stages, struct diag *diag);

/* link.c: resolve references, make what is mentioned and has no file, fill the
   evaluations' own pointers and the reverse edges of fields. */
void site_link(struct site *site, struct diag *diag);

/* link.c, for recurrence.c: a series is of one first fund and entity (without a
   fund there is none). The order of pointers to evaluations, as qsort()
   compares: by series, then by year, then by key. */
int evaluations_in_series(const void *a, const void *b);
bool evaluations_same_series(const struct evaluation *a, const struct evaluation *b);

/* mention.c: weave links into all prose; file the reverse edges of prose. */
void site_mention(struct site *site, struct diag *diag);

/* check.c: rules that concern more than one field. */
void site_check(struct site *site, struct diag *diag);

/* suppression.c, for check.c: report an order of EVALUATION that names nothing
   which can be taken out. Hints are made in ARENA. */
void suppression_check(struct arena *arena, const struct evaluation *evaluation,
		       const struct record *suppression, struct diag *diag);

/* lint.c, for `check` alone: what may well be a mistake. CLOCK is the latest day
   that is not in the future; unset: nobody knows. */
void site_lint(struct site *site, struct date clock, struct diag *diag);

/* follow.c: promises kept and owed; recommendations and what was done. */
void site_follow(struct site *site, struct diag *diag);

/* link.c and mention.c, for alone.c: the same for one evaluation, in whose prose
   only what its author linked becomes a link. */
void site_link_alone(struct site *site, struct evaluation *evaluation, struct diag *diag);
void site_mention_alone(struct site *site, struct evaluation *evaluation, struct diag *diag);

/* names.c, for link.c: what a reference to TARGET leads to, first of all. */
enum entry_kind target_kind(enum record_type_id target);

/* recall.c, for link.c: the entry as it was, now one of SITE; NULL when it was
   not there, and in any other site. */
struct entry *site_recall(struct site *site, enum entry_kind kind, struct str key);

/* recall.c, for link.c: recall what the prose and the addresses of EVALUATION
   lead to. */
void site_recall_links(struct site *site, struct evaluation *evaluation);

/* read.c, for alone.c. */
struct site *site_new(const struct site_options *options);
void site_set_zone(struct site *site, struct diag *diag);

/* load.c, for link.c: a new entry of KIND, without a number yet. */
struct entry *entry_new(struct site *site, enum entry_kind kind, struct str key);

/* load.c, for link.c: number all entries by kind and key. */
void site_number(struct site *site);

#endif
