/*
 * chronicle.h -- the published past of the whole site: what changed, when, by whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	struct chronicle *chronicle = chronicle_read(&inputs, diag);
 *	... pages and exports, on any thread, read it ...
 *	chronicle_free(chronicle);
 *
 * A life is one entry of the content through time: an evaluation, a fund, a
 * follow-up, an attachment. Its editions are the versions that were ever
 * published: each distinct successive blob of it along the line of first
 * parents, edits of the form alone and reverts too, and blobs that today's
 * parser cannot read; never one whose `estado` is borrador. What `history` saw
 * of paths becomes here the life of an identity:
 *
 * - a file that moved with its bytes unchanged, or whose front matter names
 *   where it was (`antes`), is the same one; what only resembles is not;
 * - what comes to a path after its file moved on like that is another one;
 * - a file that was deleted and made again at the same path is the same one;
 * - the same bytes again, after a draft or a deletion, are no new version.
 *
 * Versions are numbered from 1 in the order of the line, whatever the clocks
 * said. Of each edition the
 * facts are here, and what changed since the one before: kind, size, a line of
 * words. THE TEXTS ARE NOT: who renders a version asks for it, one at a time,
 * with chronicle_text(), and compares two with compare_versions(). So memory
 * grows by some hundred bytes for each version, whatever its length.
 *
 * `happenings` is the same past as one list for all the site, newest first.
 * Its order is the line's, never the clock's. What was already there where the
 * past is cut off (a shallow clone) is in no list: nobody knows when it came.
 *
 * How often a blob is parsed. Each distinct blob of one entry once, and its
 * neighbours are compared while both are at hand. Again only: when an entry's
 * past takes more than DESK_ROOM bytes of parsed text (some thousand versions),
 * blobs beyond that a second time for the comparison; and the blobs of a file
 * that moved with `antes` and was deleted afterwards, a second time. With a cache
 * file (below) the blobs of earlier builds are not even read. What a page or a
 * feed shows is parsed when it is made, since no text is held until then; what
 * was parsed last is kept for whoever asks next (shelf.h): a version's page, its
 * two comparisons and its own feed parse it once, as a rule.
 *
 * The cache. FILE holds the facts of blobs and of pairs of blobs, keyed by
 * their identities, by PROGRAM, which says who made them, and by the policy on
 * contacts, which says what of them is shown. It is used when
 * it is whole (it ends in its own SHA-256), replaced when there was something
 * new, holds what the last build needed and nothing else, and may be deleted
 * at any time: the site is the same bytes with it and without. Since it knows
 * contents only, a history that was rewritten cannot mislead it. As with
 * history_read_kept(), a blob that was damaged since is noticed by whoever
 * reads it.
 *
 * How many pages. Every version keeps its page, and every pair of neighbours
 * its comparison, however many there are: "every version is kept" is the
 * promise, and an address that was cited must not go away because others came
 * after it. An evaluation with V versions has V pages of versions, V - 1 of
 * neighbours, and one from the first to the last.
 */
#ifndef VERSION_CHRONICLE_H
#define VERSION_CHRONICLE_H

#include "history/history.h"
#include "model/alone.h"
#include "source/source.h"
#include "version/compare.h"

/* The bytes of parsed texts that one worker holds at once. */
#define DESK_ROOM ((size_t)96 << 20)

/* ---- one version ---- */

/* What became of the edition before, as the site shows the two: without the
   contacts that its policy withholds and without what was ordered out. Views
   borrow from the chronicle. */
struct difference {
	bool known;		/* false: there is none before, or one of the two cannot be read from the repository */
	enum comparison_kind kind;
	bool as_text;		/* today's parser cannot read one of the two */
	unsigned unseen;	/* UNSEEN_* of compare.h */
	uint32_t words_added, words_removed;
	const struct change_tally *tallies;
	uint32_t tally_count;
	struct str summary;	/* comparison_put_summary() */
};

enum edition_status { EDITION_PUBLISHED, EDITION_WITHDRAWN, EDITION_UNREADABLE };

struct edition {
	uint32_t number;	/* from 1; 0: the working file, which nobody committed */
	/* N of its address vN.html in the folder of its key: its number, unless
	   another evaluation had that address before it. An address that was
	   given is never given to another version, nor taken away. 0: of an
	   incomplete life, whose versions nobody can number: none. */
	uint32_t place;
	struct object_id blob;
	const struct history_commit *commit;	/* that published it; NULL for number 0 */
	const struct history_commit *author;	/* whose words they are; NULL: not known */
	uint32_t moment;	/* of history.commits: for "as of then"; HISTORY_NONE for number 0 */
	bool undated;		/* there already where the past is cut off, or unread: no date, maybe not the first */
	bool unread;		/* the repository does not give its bytes: nobody knows whether it was a draft */
	enum edition_status status;	/* `estado: retirada` is WITHDRAWN */
	struct str path;	/* below the content folder, at that time */
	struct str key;		/* its identity at that time */
	struct str name, brief;	/* as of then; the key when it had none */
	struct named_list names;	/* what an evaluation that can be read names (model/alone.h) */
	uint32_t bytes;
	uint32_t words;		/* of the body, or of all when it cannot be read */
	uint32_t same_as;	/* the earlier edition with the same bytes, or 0: a revert */
	bool moved;		/* its path is not that of the edition before */
	struct difference change;	/* since the edition before */
};

/* ---- one entry through time ---- */

struct happening;

enum life_state {
	LIFE_PUBLISHED,
	LIFE_WITHDRAWN,		/* its last version says `estado: retirada` */
	LIFE_DELETED,		/* `gone` took the file away: a tombstone */
	LIFE_DRAFT,		/* `gone` made it a draft again: a tombstone too */
	LIFE_UNSAVED,		/* a commit has it, the folder that is built has not (or as a draft) */
	LIFE_NEW,		/* no commit published it yet: only `working` */
};

/* The `kind` of a life beside the enum entry_kind: sitio.yaml, compared as text. */
#define LIFE_SETTINGS ENTRY_KINDS

struct life {
	enum entry_kind kind;
	struct str key;		/* its identity now, or its last: "2022/fortamun-df" */
	struct entry *entry;	/* of the site that is built; NULL: a tombstone or unsaved */
	enum life_state state;
	struct edition *editions;	/* oldest first */
	uint32_t count;
	const struct history_commit *gone;	/* of LIFE_DELETED and LIFE_DRAFT, else NULL */
	uint32_t gone_moment;	/* of history.commits */
	/* The file as it lies in the folder, when the commit has another: a draft
	   of the next version, with number 0 and its change since the last one;
	   else NULL. To be marked as such, never numbered. */
	struct edition *working;
	/* Its past is not wholly known (a shallow, partial or damaged clone): what
	   is here is true, but not which version it is the first, the second… So
	   its editions have no place, and their numbers are for this program
	   alone: a number that was cited must not name another version. */
	bool incomplete;
	bool was_away;		/* deleted once: another may have been it since, if it says so */
	uint32_t unread;	/* blobs that the repository does not give */
	uint32_t damaged;	/* of these: they are there, and cannot be read */
	/* What happened to it, newest first, of form alone too. */
	const struct happening **happenings;
	uint32_t happening_count;
};

/* ---- the whole site ---- */

enum happening_kind {
	HAPPENED_PUBLISHED,	/* the first version */
	HAPPENED_REPLACED,	/* by another version; also of form alone: see edition->change */
	HAPPENED_REVERTED,	/* by the bytes of an earlier one: edition->same_as */
	HAPPENED_WITHDRAWN,	/* replaced by one with `estado: retirada` */
	HAPPENED_RESTORED,	/* and back */
	HAPPENED_MOVED,		/* the same bytes under another identity: `from` */
	HAPPENED_DELETED,	/* edition is the last one */
	HAPPENED_DRAFTED,	/* likewise: taken back to `estado: borrador` */
	HAPPENED_RETURNED,	/* published again after either, with old bytes or new ones */
};

struct happening {
	enum happening_kind kind;
	const struct life *life;	/* of any kind: life->kind */
	const struct edition *edition;
	const struct history_commit *commit;
	const struct history_commit *author;	/* NULL: not known */
	uint32_t moment;	/* of history.commits: two with one moment are one commit */
	struct str from;	/* the identity before, where it moved; else absent */
};

struct happening_list {
	const struct happening **at;	/* newest first */
	uint32_t count;
};

struct chronicle {
	const struct history *history;
	struct life **lives;	/* of evaluations, by key */
	uint32_t count;
	struct life **others;	/* of all other kinds, by kind, then by key */
	uint32_t other_count;
	struct happening *happenings;	/* newest first; within a commit by kind of entry and key */
	uint32_t happening_count;
	/* Why the past is not whole, in Spanish, for a page; "" when it is. */
	struct str gap_words;
	uint32_t unread;	/* blobs that the repository does not give, of all lives */
	uint32_t damaged;	/* of these: they are there, and cannot be read */
	const struct site *site;
	int zone;		/* the site's: minutes east of UTC */

	struct chronicle_internal *internal;
};

struct chronicle_inputs {
	struct repository *repository;	/* REPOSITORY_READ; outlives the chronicle */
	const struct history *history;	/* of it; outlives the chronicle */
	const struct site *site;
	const struct source_reader *source;	/* that SITE was read with */
	bool is_committed;	/* SITE is the commit's content (--at): nothing is uncommitted */
	unsigned workers;
	const char *file;	/* the cache, or NULL; its folder must exist */
	bool keep;		/* replace it */
	struct str program;	/* who makes the facts: another name, another cache */
	size_t room;		/* instead of DESK_ROOM; 0: that */
};

/*
 * Read the past of SITE: every blob of every content file is looked at on all
 * workers, and neighbours are compared. markdown_init() came before. What a
 * blob has against today's rules is nobody's mistake any more and is not
 * reported. Never NULL; yours, free with chronicle_free().
 */
struct chronicle *chronicle_read(const struct chronicle_inputs *inputs, struct diag *diag);
void chronicle_free(struct chronicle *chronicle);

/* The life of ENTRY, or of the entry called KEY; NULL: none. */
const struct life *chronicle_life(const struct chronicle *chronicle, const struct entry *entry);
const struct life *chronicle_find(const struct chronicle *chronicle, enum entry_kind kind, struct str key);

/* The life of the evaluation that is called KEY, or else of the one that was
   called that last; NULL: none. */
const struct life *chronicle_once(const struct chronicle *chronicle, struct str key);

/*
 * What happened that concerns ENTRY and that a reader could see (nothing of
 * form alone): to itself; to the follow-up of an evaluation, and to the
 * attachments that it named then; to the evaluations
 * of a fund, a unit, an entity, those that are gone by what they said last, and of
 * those that were of it once what happened until they left, and that they did.
 */
struct happening_list chronicle_about(const struct chronicle *chronicle, const struct entry *entry);

/* The fund, unit or entity that evaluations were of once, and that the site has no more,
   after ENTRY (NULL: the first of them); NULL after the last. An entry of no site, with
   its key for a name: for chronicle_about(). */
const struct entry *chronicle_next_lost(const struct chronicle *chronicle, const struct entry *entry);

/* True unless HAPPENING is an edit that no reader could see. */
bool happening_is_seen(const struct happening *happening);

/* EDITION was published by a commit whose clock tells no date: it has none to show. */
bool edition_is_clockless(const struct edition *edition);

/* Edition NUMBER, or NULL. */
const struct edition *life_edition(const struct life *life, uint32_t number);

/* The newest edition, or NULL. */
const struct edition *life_latest(const struct life *life);

/* What LIFE was called in EDITION; while it could not be read, what it was called
   before; the key when it never had a name. */
struct str edition_name(const struct life *life, const struct edition *edition);

/*
 * The newest edition of LIFE that was published by commit MOMENT (of
 * history.commits), also when it was gone again by then; NULL: none was. What
 * a catalogue said when a version was published.
 */
const struct edition *life_at(const struct life *life, uint32_t moment);

/*
 * Read and parse EDITION of LIFE (the working file too) into ARENA. *TEXT gets
 * bytes and entry; the entry is NULL when today's parser cannot read it.
 * Returns false, with *TEXT empty, when the bytes cannot be had. Safe from any
 * thread; mistakes in it are not reported.
 */
bool chronicle_text(const struct chronicle *chronicle, struct arena *arena,
		    const struct life *life, const struct edition *edition,
		    struct version_text *text);

/*
 * The file of the entry of KIND called KEY as commit MOMENT (of
 * history.commits) left it: *BLOB, and what it says in *TEXT and ARENA, unless
 * TEXT is NULL. False when it was not there, or cannot be read. It depends on
 * the past up to MOMENT alone: where a file went later, and who is what life,
 * is not looked at. For what a version named when it was published.
 */
bool chronicle_recall(const struct chronicle *chronicle, struct arena *arena, enum entry_kind kind,
		      struct str key, uint32_t moment, struct object_id *blob, struct version_text *text);

/*
 * Call TAKE once with the bytes of BLOB, if they are at most LIMIT, as
 * repository_take_blob() does; from any thread. Of large ones only one is held at
 * a time. For attachments.
 */
enum blob_state chronicle_take_blob(const struct chronicle *chronicle, const struct object_id *blob,
				    size_t limit, void (*take)(void *context, struct str bytes), void *context);

/* repository_measure_blob(), from any thread. */
enum blob_state chronicle_measure_blob(const struct chronicle *chronicle, const struct object_id *blob,
				       uint64_t *size);

/*
 * What may be shown of EDITION of LIFE: as chronicle_text(), but without what
 * was ordered out (`supresiones`, of what stands now, in every version that
 * says the same) and without the contacts that the site's policy withholds.
 * They are STATE_RESERVED then, an item says WORDS, and text->redacted is set.
 * Where something was ordered out, the bytes are only good for asking whether
 * two versions have the same ones. *HIDDEN: it cannot be read, and something
 * was ordered out: there is nothing to show.
 */
bool chronicle_shown(const struct chronicle *chronicle, struct arena *arena,
		     const struct life *life, const struct edition *edition,
		     struct str words, struct version_text *text, bool *hidden);

/* What the evaluation LIFE was called in EDITION, as edition_name(), unless that was
   ordered out or nobody can know that it was not: the key then. */
struct str chronicle_name_shown(const struct chronicle *chronicle, struct arena *arena,
				const struct life *life, const struct edition *edition);

/*
 * What a reader may know of the change from edition A of LIFE to B, whose texts
 * OLD and NEW are from chronicle_shown(): what was ordered out of one of them
 * is no change, on neither side. comparison->unseen says what else changed.
 * Everybody who shows a change of an evaluation takes it from here, so that
 * pages, lists and feeds say the same. Names are those that each side had.
 */
struct comparison *chronicle_compare_shown(const struct chronicle *chronicle, struct arena *arena,
					   const struct life *life, const struct edition *a,
					   const struct edition *b, const struct version_text *old,
					   const struct version_text *new);

/*
 * The name that a reader of EDITION of LIFE met for the entry of KIND called
 * KEY: as the catalogue had it then (for the working file, has it now), in
 * ARENA; the absent view when there was no entry.
 */
struct str chronicle_name(const struct chronicle *chronicle, struct arena *arena,
			  const struct edition *edition, enum entry_kind kind, struct str key);

/* The same as chronicle_compare(), for whoever shows it: with the names that
   each side had (compare_told()). Of what is no evaluation, of which nothing is
   ever taken out. */
struct comparison *chronicle_compare_told(const struct chronicle *chronicle, struct arena *arena,
					  const struct life *life, const struct edition *a,
					  const struct edition *b);

/*
 * Compare all of editions A and B of LIFE, in ARENA. Returns NULL when one of the two
 * cannot be read from the repository.
 */
struct comparison *chronicle_compare(const struct chronicle *chronicle, struct arena *arena,
				     const struct life *life, const struct edition *a,
				     const struct edition *b);

/*
 * The words that COMMIT, whose author is AUTHOR (NULL: not known), was given, as a
 * reader may see them: history_message() without the e-mail addresses that the site's
 * policy withholds ("Signed-off-by: Ana <reservado>"). In ARENA where one was.
 */
struct str chronicle_message(const struct chronicle *chronicle, struct arena *arena,
			     const struct history_commit *commit, const struct history_commit *author);

/* "swh:1:cnt:94a9ed02…": the identity of a blob in the Software Heritage scheme. */
void edition_put_swhid(struct buf *out, const struct edition *edition);

/* The day of COMMIT in the site's zone; unset for NULL. */
struct date chronicle_day(const struct chronicle *chronicle, const struct history_commit *commit);

/*
 * When a reader last saw a difference: the commit of the newest edition that
 * is not of form alone. What a feed or a map may call the date of its last
 * change. NULL: not known.
 */
const struct history_commit *life_last_substance(const struct life *life);

#endif
