/*
 * alone.h -- one evaluation as it was, as a site of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A version that was published once is shown with what it named then: its
 * fund, its units, its evaluator, as the catalogues had them at that time.
 * site_alone() makes a small site of one parsed version (entry_parse()) and
 * of the entries that it names, each as someone else recalls it; what has no
 * file then is made up, as in any site. No mention is woven into the prose:
 * only what its author linked is a link, because a name that is found in a
 * text depends on every name there is. Nothing else of a site is in it: no
 * reverse edges, no neighbours, no promises, no today.
 *
 * So what is made from it depends on the version, on what is recalled and on
 * nothing of the site as it is now.
 */
#ifndef MODEL_ALONE_H
#define MODEL_ALONE_H

#include "model/site.h"

/* How things were. */
struct site_past {
	/*
	 * The entry of KIND called KEY, apart from any site and never changed
	 * here; NULL when it was not there, or was a draft. Of an attachment
	 * only key, name and size are looked at. It must outlive the small site.
	 */
	const struct entry *(*recall)(void *context, enum entry_kind kind, struct str key);
	void *context;
	/* Of sitio.yaml then, or NULL; and of sitio.yaml now, or NULL, from
	   which come title, address and the policy on contacts. */
	const struct record *record, *record_now;
};

/*
 * The site of EVALUATION, which must be fresh from entry_parse() with the path
 * below the content folder as its path: its references are set here. PAST is
 * borrowed for the call. Mistakes were told when they were new, and are not
 * told again. Yours, free with site_free(); EVALUATION stays its arena's.
 */
struct site *site_alone(struct evaluation *evaluation, const struct site_past *past);

/* What a text names: a reference's kind and key; an attachment that a field has the
   address of, with its path; or, for NAMED_PATH, the address of a link that does not
   lead out of the content, as written. */
#define NAMED_PATH ENTRY_KINDS

struct named {
	enum entry_kind kind;
	bool or_entity;		/* of a unit: an entity of that key, where there is no such unit */
	struct str key;
};

struct named_list {
	struct named *at;
	uint32_t count;
};

/* Whether NAME is one of NAMES. */
bool named_in(struct named_list names, const struct named *name);

/*
 * What ENTRY, an evaluation from entry_parse(), names; the list is in ARENA, the
 * keys are the entry's. All that site_alone() can put into the small site is of
 * its fields and links, of sitio.yaml's, or the year. Some may stand twice.
 */
struct named_list entry_names(struct arena *arena, const struct entry *entry);
struct named_list record_names(struct arena *arena, const struct record *record);

/* The path of the file of an entry, below the content folder, in ARENA; the
   absent view for kinds without files. */
struct str content_path(struct arena *arena, enum entry_kind kind, struct str key);

/* The record of the bytes of a sitio.yaml, in ARENA; NULL when they cannot be
   read. Nothing is reported. */
struct record *site_record_parse(struct arena *arena, struct str bytes);

#endif
