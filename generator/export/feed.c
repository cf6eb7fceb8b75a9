/*
 * feed.c -- what changed, as Atom feeds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Removed words stand in [-...-] within <del>, added ones in {+...+} within
 * <ins>: a reader of feeds that drops the elements still tells which is which.
 */
#include "base/digest.h"
#include "base/escape.h"
#include "base/path.h"
#include "base/utf8.h"
#include "export/telling.h"
#include "past.h"

#define WHOLE 600	/* bytes of unchanged text shown as it is */
#define AROUND 200	/* of a longer one, beside each change */

struct feed {
	const struct export_inputs *in;
	const struct chronicle *chronicle;
	struct str path;	/* of the feed: where relative links start */
	struct arena *arena;	/* reset after each entry's texts */
	struct buf *out;
};

/* ---- text for XML ---- */

/* TEXT, what acts instead of being seen made visible, its lines in BETWEEN. */
static void put_text(struct buf *out, struct str text, const char *between)
{
	struct buf visible;
	struct str line;
	bool first = true;

	buf_init(&visible);
	while (str_cut(&text, '\n', &line)) {
		if (!first)
			buf_put_text(out, between);
		first = false;
		buf_clear(&visible);
		utf8_put_visible(&visible, line);
		escape_text(out, buf_str(&visible));
	}
	buf_dispose(&visible);
}

static void put_element(struct buf *out, const char *name, struct str text)
{
	if (!text.len)
		return;
	buf_printf(out, "<%s>", name);
	put_text(out, text, " ");
	buf_printf(out, "</%s>\n", name);
}

/* "2024-03-14T10:32:00-06:00", in the site's zone. */
static void put_instant(struct buf *out, const struct chronicle *chronicle, int64_t seconds)
{
	int zone = chronicle->zone, away = zone < 0 ? -zone : zone;
	int second = date_second_of_day(seconds, zone);

	date_put_iso(out, date_from_instant(seconds, zone));
	buf_printf(out, "T%02d:%02d:%02d%c%02d:%02d", second / 3600, second / 60 % 60, second % 60,
		   zone < 0 ? '-' : '+', away / 60, away % 60);
}

/* The instant that Atom wants of whatever commit MOMENT did. One whose clock tells no
   date has that of the commit before it on the line; none there either, of the one
   after; nowhere one, the first second of all: what is read says that there is none. */
static int64_t instant_of(const struct chronicle *chronicle, uint32_t moment)
{
	const struct history *history = chronicle->history;

	for (uint32_t i = moment + 1; i-- > 0;)
		if (instant_has_date(history->commits[i].time))
			return history->commits[i].time;
	for (uint32_t i = moment; i < history->commit_count; i++)
		if (instant_has_date(history->commits[i].time))
			return history->commits[i].time;
	return 0;
}

/* ---- addresses and identities ---- */

static void put_href(struct feed *feed, struct str path)
{
	struct str url = route_url(feed->in->route);
	struct buf relative;

	if (url.ptr) {
		escape_url(feed->out, url);
		buf_put_char(feed->out, '/');
		escape_url_path(feed->out, path);
		return;
	}
	buf_init(&relative);
	path_put_relative(&relative, feed->path, path);
	escape_url_path(feed->out, buf_str(&relative));
	buf_dispose(&relative);
}

/* A UUID of version 8 (RFC 9562): of the SHA-256 of WORDS. */
static void put_uuid(struct buf *out, struct str words)
{
	static const char variants[] = "89ab";
	char hex[DIGEST_HEX];
	int variant;

	digest_str(hex, words);
	variant = hex[16] <= '9' ? hex[16] - '0' : hex[16] - 'a' + 10;
	buf_printf(out, "urn:uuid:%.8s-%.4s-8%.3s-%c%.3s-%.12s", hex, hex + 8, hex + 13,
		   variants[variant & 3], hex + 17, hex + 20);
}

static void put_entry_id(struct buf *out, const struct happening *happening)
{
	char commit[OBJECT_ID_HEX];
	struct buf words;

	object_id_hex(commit, &happening->commit->id);
	buf_init(&words);
	buf_printf(&words, "diafano\n%s\n%.*s\n%d", commit, STR_ARG(happening->edition->path),
		   (int)happening->kind);
	put_uuid(out, buf_str(&words));
	buf_dispose(&words);
}

static void put_feed_id(struct feed *feed)
{
	struct entry *entity = record_target(feed->in->site->record, SITE_ENTITY);
	struct buf words;

	buf_init(&words);
	buf_printf(&words, "diafano\n%.*s\n%.*s", STR_ARG(entity ? entity->key : STR("")), STR_ARG(feed->path));
	put_uuid(feed->out, buf_str(&words));
	buf_dispose(&words);
}

/* Where LIFE is read now, or its tombstone; absent for what has no page. */
static struct str life_path(struct feed *feed, const struct life *life)
{
	const struct entry *entry = life->entry;

	if (life->kind == ENTRY_EVALUATION)
		return route_former(feed->arena, ENTRY_EVALUATION, life->key);
	if (life->kind == ENTRY_FILE)
		return route_attachment(feed->arena, life->key);
	if (life->kind == ENTRY_FOLLOW_UP)
		entry = site_find(feed->in->site, ENTRY_EVALUATION, life->key);
	else if (!entry && life->gone)	/* a page tells that it is gone */
		switch (life->kind) {
		case ENTRY_FUND: case ENTRY_UNIT: case ENTRY_EVALUATOR: case ENTRY_ENTITY: case ENTRY_CONTRACT:
			return route_former(feed->arena, life->kind, life->key);
		default:
			break;
		}
	return entry ? route_entry(feed->in->route, entry) : (struct str){ 0 };
}

/* ---- names ---- */

/* An entry never changes once it is told: it says what things were called then. */
static struct str name_then(struct feed *feed, const struct happening *happening)
{
	const struct life *life = happening->life;
	const struct edition *edition = happening->edition;

	if (life->kind == ENTRY_FOLLOW_UP) {
		life = chronicle_find(feed->chronicle, ENTRY_EVALUATION, life->key);
		edition = life ? life_at(life, happening->moment) : NULL;
		return edition ? chronicle_name_shown(feed->chronicle, feed->arena, life, edition) : happening->life->key;
	}
	return life->kind == ENTRY_EVALUATION ? chronicle_name_shown(feed->chronicle, feed->arena, life, edition) : edition->name;
}

/* The name of an evaluation, unless it was ordered out. */
static struct str evaluation_name(struct feed *feed, const struct life *life)
{
	const struct evaluation *evaluation = entry_evaluation(life->entry);
	struct version_text text;
	bool hidden;

	if (evaluation)
		return evaluation_suppresses(evaluation, RECORD_EVALUATION, EVALUATION_NAME) ? life->key
											     : life->entry->name;
	if (life->count && chronicle_shown(feed->chronicle, feed->arena, life, life_latest(life), STR(""),
					   &text, &hidden) && text.entry)
		return text.entry->name;
	return life->key;
}

static struct str life_name(struct feed *feed, const struct life *life)
{
	const struct entry *entry;

	switch (life->kind) {
	case ENTRY_EVALUATION:
		return evaluation_name(feed, life);
	case ENTRY_FOLLOW_UP:
		entry = site_find(feed->in->site, ENTRY_EVALUATION, life->key);
		return entry && entry_evaluation((struct entry *)(uintptr_t)entry)
			? evaluation_name(feed, &(struct life){ .kind = ENTRY_EVALUATION, .key = life->key,
								.entry = (struct entry *)(uintptr_t)entry })
			: life->key;
	default:
		return life->entry ? life->entry->name : life->count ? life_latest(life)->name : life->key;
	}
}

static const char *kind_words(const struct life *life)
{
	return (int)life->kind == LIFE_SETTINGS ? "datos del sitio" : entry_kind_word(life->kind);
}

static void put_title(struct feed *feed, const struct happening *happening, struct str name)
{
	static const char *const words[] = {
		[HAPPENED_PUBLISHED] = "Se publicó", [HAPPENED_REPLACED] = "Cambió",
		[HAPPENED_REVERTED] = "Volvió a decir lo de antes", [HAPPENED_WITHDRAWN] = "Se retiró",
		[HAPPENED_RESTORED] = "Se restableció", [HAPPENED_MOVED] = "Cambió de dirección",
		[HAPPENED_DELETED] = "Se borró", [HAPPENED_DRAFTED] = "Volvió a ser borrador",
		[HAPPENED_RETURNED] = "Se publicó de nuevo",
	};
	const struct life *life = happening->life;

	buf_put_text(feed->out, "<title>");
	buf_put_text(feed->out, words[happening->kind]);
	if (life->kind != ENTRY_EVALUATION)
		buf_printf(feed->out, " (%s)", kind_words(life));
	buf_put_text(feed->out, ": ");
	put_text(feed->out, name, " ");
	if (life->kind == ENTRY_EVALUATION && happening->edition->number > 1 && happening->edition->place &&
	    happening->kind != HAPPENED_MOVED)
		buf_printf(feed->out, ", versión %u", happening->edition->number);
	buf_put_text(feed->out, "</title>\n");
}

/* ---- the change itself ---- */

static void put_marked(struct feed *feed, struct str text, bool added)
{
	struct buf *out = feed->out;

	buf_put_text(out, added ? "<ins>{+" : "<del>[-");
	if (text.len == 0 || text.ptr[0] == '\n') {	/* a new paragraph, maybe nothing else */
		buf_put_text(out, text.len > 1 ? "(punto y aparte) " : "(punto y aparte)");
		text = str_slice(text, 1, (size_t)-1);
	}
	put_text(out, text, "<br/>");
	buf_put_text(out, added ? "+}</ins>" : "-]</del>");
}

/* Where a word ends at or before AT. */
static size_t word_end(struct str text, size_t at)
{
	while (at > 0 && text.ptr[at] != ' ' && text.ptr[at] != '\n')
		at--;
	return at;
}

/* An unchanged run: what stands beside the changes, not all of it. */
static void put_unchanged(struct feed *feed, struct str text, bool first, bool last)
{
	size_t head, tail;

	if (text.len <= WHOLE) {
		put_text(feed->out, text, "<br/>");
		return;
	}
	head = first ? 0 : word_end(text, AROUND);
	tail = last ? text.len : word_end(text, text.len - AROUND);
	put_text(feed->out, str_slice(text, 0, head), "<br/>");
	buf_put_text(feed->out, " […] ");
	if (tail < text.len)
		put_text(feed->out, str_slice(text, tail + 1, (size_t)-1), "<br/>");
}

static void put_runs(struct feed *feed, const struct run *runs, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const struct run *run = &runs[i];

		if (i > 0 && (run->gap || run->old_gap))
			buf_put_char(feed->out, ' ');
		if (run->kind == RUN_EQUAL)
			put_unchanged(feed, run->text, i == 0, i + 1 == count);
		else
			put_marked(feed, run->text, run->kind == RUN_ADDED);
	}
}

static void put_side(struct feed *feed, const char *word, const struct change *change, bool is_new)
{
	struct str text = is_new ? change->new_text : change->old_text;
	enum state state = is_new ? change->new_state : change->old_state;
	bool beside = !text.ptr || state == STATE_WRONG || state == STATE_NONE;

	buf_printf(feed->out, "%s: ", word);
	if (beside)
		put_text(feed->out, state == STATE_RESERVED ? STR("reservado o suprimido")
			 : str_from(change_state_words(change, is_new)), " ");
	if (beside && text.ptr)
		buf_put_text(feed->out, ": ");
	if (text.ptr)
		put_marked(feed, text, is_new);
	if (change->old_named != change->new_named)
		buf_put_text(feed->out, (is_new ? change->new_named : change->old_named)
			     ? " (como lo llama el catálogo)" : " (como lo dice el documento)");
}

/* ---- tables ---- */

static void put_cell(struct feed *feed, const struct row_change *row, const struct cell_change *cell)
{
	struct buf words;

	buf_init(&words);
	cell_put_place(&words, row, cell);
	buf_put_text(feed->out, "<br/>");
	put_text(feed->out, buf_str(&words), " ");
	buf_put_text(feed->out, ": ");
	buf_dispose(&words);
	if (cell->runs)
		put_runs(feed, cell->runs, cell->run_count);
	else
		put_marked(feed, cell->new_text.ptr ? cell->new_text : cell->old_text, cell->new_text.ptr != NULL);
}

static void put_rows(struct feed *feed, const struct change *change)
{
	struct buf words;

	buf_init(&words);
	buf_put_text(feed->out, "<ul>\n");
	for (uint32_t i = 0; i < change->row_count; i++) {
		const struct row_change *row = &change->rows[i];

		buf_clear(&words);
		row_put_place(&words, row);
		buf_put_text(feed->out, "<li>");
		put_text(feed->out, buf_str(&words), " ");
		buf_clear(&words);
		row_put_what(&words, row);
		if (words.len)
			buf_printf(feed->out, ": %s", words.ptr);
		for (uint32_t k = 0; k < row->cell_count; k++)
			put_cell(feed, row, &row->cells[k]);
		buf_put_text(feed->out, "</li>\n");
	}
	buf_put_text(feed->out, "</ul>\n");
	buf_dispose(&words);
}

static void put_body(struct feed *feed, const struct change *change)
{
	bool values = change->kind == CHANGE_STATE || change->kind == CHANGE_VALUE;
	bool keys = !str_equal(change->old_key, change->new_key);

	if (change->rows) {
		put_rows(feed, change);
	} else if (change->runs && !(keys && values)) {
		put_runs(feed, change->runs, change->run_count);
	} else if (change->kind == CHANGE_MOVED) {
		put_unchanged(feed, change->new_text, false, false);
	} else if (values || (change->old_text.ptr && change->new_text.ptr)) {
		put_side(feed, "antes", change, false);
		buf_put_text(feed->out, "<br/>");
		put_side(feed, "ahora", change, true);
	} else {
		put_marked(feed, change->new_text.ptr ? change->new_text : change->old_text,
			   change->new_text.ptr != NULL);
	}
}

static void put_change(struct feed *feed, const struct change *change)
{
	struct buf words;

	buf_init(&words);
	change_put_place(&words, change);
	buf_put_text(feed->out, "<li><strong>");
	put_text(feed->out, buf_str(&words), " ");
	buf_put_text(feed->out, "</strong>");
	if (change->kind != CHANGE_STATE && change->kind != CHANGE_VALUE) {
		buf_clear(&words);
		change_put_what(&words, change);
		buf_put_text(feed->out, ": ");
		put_text(feed->out, buf_str(&words), " ");
	}
	buf_put_text(feed->out, "<br/>");
	put_body(feed, change);
	buf_put_text(feed->out, "</li>\n");
	buf_dispose(&words);
}

/* What was shown of both, compared; NULL when one of them cannot be shown. */
static struct comparison *compare_shown(struct feed *feed, const struct life *life,
					const struct edition *old, const struct edition *new)
{
	struct version_text a, b;
	bool hidden_a, hidden_b;
	bool shown = chronicle_shown(feed->chronicle, feed->arena, life, old, STR("suprimido"), &a, &hidden_a) &&
		     chronicle_shown(feed->chronicle, feed->arena, life, new, STR("suprimido"), &b, &hidden_b);

	return shown && !hidden_a && !hidden_b ? chronicle_compare_shown(feed->chronicle, feed->arena, life, old, new, &a, &b) : NULL;
}

/* " (4 palabras agregadas y 1 quitada)"; nothing where no word came or went. */
static void put_size(struct buf *out, const struct comparison *comparison)
{
	uint32_t added = comparison->words_added, removed = comparison->words_removed;

	if (added)
		buf_printf(out, " (%u %s", added, added == 1 ? "palabra agregada" : "palabras agregadas");
	if (removed)
		buf_printf(out, "%s%u %s%s", added ? " y " : " (", removed,
			   added ? "" : removed == 1 ? "palabra " : "palabras ", removed == 1 ? "quitada" : "quitadas");
	if (added || removed)
		buf_put_char(out, ')');
}

static void put_comparison(struct feed *feed, const struct comparison *comparison)
{
	uint32_t count = comparison->count < FEED_CHANGES ? comparison->count : FEED_CHANGES;
	struct buf summary;

	buf_init(&summary);
	comparison_put_summary(&summary, comparison);
	buf_put_text(feed->out, "<p>");
	put_text(feed->out, buf_str(&summary), " ");
	put_size(feed->out, comparison);
	buf_put_text(feed->out, ".</p>\n");
	buf_dispose(&summary);
	if (comparison->kind != COMPARE_SUBSTANCE)
		return;
	buf_put_text(feed->out, "<p>Lo quitado está entre [- y -]; lo agregado, entre {+ y +}.</p>\n<ul>\n");
	for (uint32_t i = 0; i < count; i++)
		put_change(feed, &comparison->changes[i]);
	buf_put_text(feed->out, "</ul>\n");
	if (count < comparison->count)
		buf_printf(feed->out, "<p>Y %u cambios más.</p>\n", comparison->count - count);
}

static bool has_difference(const struct happening *happening)
{
	return happening->edition->number > 1 && happening->kind != HAPPENED_DELETED &&
	       happening->kind != HAPPENED_DRAFTED && happening->kind != HAPPENED_MOVED &&
	       happening->kind != HAPPENED_PUBLISHED;
}

static void put_blob(struct feed *feed, const char *words, const struct edition *edition)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, &edition->blob);
	buf_printf(feed->out, "<p>%s, el blob <code>%s</code>.</p>\n", words, hex);
}

/* Of an attachment: which bytes went and which came; the page says where they are. */
static void tell_file(struct feed *feed, const struct happening *happening)
{
	const struct edition *edition = happening->edition;

	if (has_difference(happening))
		put_blob(feed, "Antes", edition - 1);
	put_blob(feed, happening->kind == HAPPENED_DELETED ? "Lo último que hubo" : "Ahora", edition);
}

static void tell(struct feed *feed, const struct happening *happening)
{
	const struct life *life = happening->life;
	const struct edition *edition = happening->edition;
	struct comparison *comparison = NULL;

	if (happening->kind == HAPPENED_MOVED || happening->from.ptr) {
		buf_put_text(feed->out, "<p>Antes estaba en «");
		put_text(feed->out, happening->from, " ");
		buf_put_text(feed->out, "».</p>\n");
	}
	if (happening->kind == HAPPENED_REVERTED && edition->place)
		buf_printf(feed->out, "<p>Dice lo mismo que la versión %u.</p>\n", edition->same_as);
	if (happening->kind == HAPPENED_DELETED || happening->kind == HAPPENED_DRAFTED)
		buf_printf(feed->out, "<p>%s%s</p>\n", happening->kind == HAPPENED_DELETED
			   ? "El archivo se borró del registro." : "Ya no está publicada: se volvió borrador.",
			   life->incomplete || life->kind != ENTRY_EVALUATION ? "" : " Sus versiones siguen publicadas.");
	if (life->kind == ENTRY_FILE)
		tell_file(feed, happening);
	if (!has_difference(happening) || life->kind == ENTRY_FILE)
		return;
	comparison = compare_shown(feed, life, life_edition(life, edition->number - 1), edition);
	if (comparison)
		put_comparison(feed, comparison);
	else
		buf_put_text(feed->out, "<p>No se puede mostrar en qué cambió.</p>\n");
}

/* What happened: the same in every feed. */
static void put_telling(struct feed *feed, const struct happening *happening)
{
	size_t index = (size_t)(happening - feed->chronicle->happenings), start = feed->out->len;

	if (tellings_put(feed->in->tellings, index, feed->out))
		return;
	tell(feed, happening);
	tellings_keep(feed->in->tellings, index, str_slice(buf_str(feed->out), start, (size_t)-1));
}

static void put_message(struct feed *feed, struct str message)
{
	if (!message.len)
		return;
	buf_put_text(feed->out, "<p>Al registrarlo se escribió:</p>\n<blockquote><p>");
	put_text(feed->out, message, "<br/>");
	buf_put_text(feed->out, "</p></blockquote>\n");
}

/* ---- an entry ---- */

static void put_link(struct feed *feed, const char *words, struct str path)
{
	if (!path.ptr)
		return;
	buf_printf(feed->out, "<link %stype=\"text/html\" href=\"", words);
	put_href(feed, path);
	buf_put_text(feed->out, "\"/>\n");
}

/* The page that tells of it: the version; else what is there now. */
static struct str page_of(struct feed *feed, const struct happening *happening)
{
	struct str path;

	if (happening->life->kind == ENTRY_EVALUATION && happening->kind != HAPPENED_MOVED &&
	    happening->kind != HAPPENED_DELETED && happening->kind != HAPPENED_DRAFTED && happening->edition->place)
		return route_version(feed->arena, happening->edition->key, happening->edition->place);
	path = happening->life->kind == ENTRY_FILE ? route_attachment(feed->arena, happening->edition->path)
						   : life_path(feed, happening->life);
	return path.ptr ? path : STR("cambios/index.html");
}

static void put_author(struct buf *out, const struct history_commit *author)
{
	if (!author || !author->author.len)
		return;
	buf_put_text(out, "<author><name>");
	put_text(out, author->author, " ");
	buf_put_text(out, "</name></author>\n");
}

/* An entry that was published when CLOCK says so, and never changes. */
static void put_times(struct feed *feed, uint32_t moment)
{
	int64_t time = instant_of(feed->chronicle, moment);

	buf_put_text(feed->out, "<published>");
	put_instant(feed->out, feed->chronicle, time);
	buf_put_text(feed->out, "</published>\n<updated>");
	put_instant(feed->out, feed->chronicle, time);
	buf_put_text(feed->out, "</updated>\n");
}

static void put_entry(struct feed *feed, const struct happening *happening)
{
	const struct life *life = happening->life;
	const struct edition *edition = happening->edition;

	buf_put_text(feed->out, "<entry>\n<id>");
	put_entry_id(feed->out, happening);
	buf_put_text(feed->out, "</id>\n");
	put_title(feed, happening, name_then(feed, happening));
	put_times(feed, happening->moment);
	put_author(feed->out, happening->author);
	put_link(feed, "rel=\"alternate\" ", page_of(feed, happening));
	if (life->kind == ENTRY_EVALUATION && edition->place && has_difference(happening))
		put_link(feed, "rel=\"related\" title=\"Los cambios, uno por uno\" ",
			 route_comparison(feed->arena, edition->key, (edition - 1)->place, edition->place));
	buf_put_text(feed->out, "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">\n");
	put_telling(feed, happening);
	if (!instant_has_date(happening->commit->time))
		buf_put_text(feed->out, "<p>Sin fecha: la que dice el reloj de quien lo guardó no existe. La de esta entrada es la de un cambio vecino.</p>\n");
	put_message(feed, chronicle_message(feed->chronicle, feed->arena, happening->commit, happening->author));
	buf_put_text(feed->out, "</div></content>\n</entry>\n");
}

/* ---- tombstones ---- */

/* The entry that published what is gone since. */
static bool is_buried(const struct happening *happening)
{
	const struct life *life = happening->life;

	return life->gone && happening->edition == life_latest(life) &&
	       happening->kind != HAPPENED_DELETED && happening->kind != HAPPENED_DRAFTED;
}

static void put_tombstone(struct feed *feed, const struct happening *happening)
{
	const struct life *life = happening->life;

	buf_put_text(feed->out, "<at:deleted-entry ref=\"");
	put_entry_id(feed->out, happening);
	buf_put_text(feed->out, "\" when=\"");
	put_instant(feed->out, feed->chronicle, instant_of(feed->chronicle, life->gone_moment));
	buf_put_text(feed->out, "\">\n<at:comment>");
	buf_put_text(feed->out, life->state == LIFE_DELETED ? "Se borró del registro: "
							    : "Se volvió borrador: ");
	put_text(feed->out, name_then(feed, happening), " ");
	buf_put_text(feed->out, "</at:comment>\n");
	put_link(feed, "rel=\"alternate\" ", life_path(feed, life));
	buf_put_text(feed->out, "</at:deleted-entry>\n");
}

/* ---- a feed ---- */

struct happening_list feed_happenings(const struct export_inputs *inputs, struct arena *arena,
				      enum past_kind kind, const struct entry *entry, uint32_t about)
{
	const struct chronicle *chronicle = inputs->chronicle;
	const struct life *life = kind == PAST_LIFE_FEED ? chronicle->lives[about] :
				  kind == PAST_OTHER_FEED ? chronicle->others[about] : NULL;
	struct happening_list list = { 0 };
	uint32_t count = life ? life->happening_count : chronicle->happening_count;

	if (kind == PAST_ENTRY_FEED || kind == PAST_UNFILED_FEED)
		return chronicle_about(chronicle, entry);
	if (life && life->entry)
		return chronicle_about(chronicle, life->entry);
	list.at = arena_array(arena, FEED_ENTRIES, sizeof *list.at);
	for (uint32_t i = 0; i < count && list.count < FEED_ENTRIES; i++) {
		const struct happening *happening = life ? life->happenings[i] : &chronicle->happenings[i];

		if (happening_is_seen(happening))
			list.at[list.count++] = happening;
	}
	return list;
}

static int64_t newest(const struct chronicle *chronicle, struct happening_list list, uint32_t count)
{
	int64_t newest = INT64_MIN;

	for (uint32_t i = 0; i < count; i++) {
		int64_t time = instant_of(chronicle, list.at[i]->moment);

		newest = time > newest ? time : newest;
	}
	return newest;
}

/* What the feed is of, and the page that it is the feed of. */
static void put_subject(struct feed *feed, const struct plan_item *item, enum past_kind kind)
{
	struct str title = record_text(feed->in->site->record, SITE_TITLE), path = STR("cambios/index.html");
	const struct life *life = kind == PAST_LIFE_FEED ? feed->chronicle->lives[item->about] :
				  kind == PAST_OTHER_FEED ? feed->chronicle->others[item->about] : NULL;
	struct str name = life ? life_name(feed, life) : item->entry ? item->entry->name : title;

	if (life && life->kind == ENTRY_EVALUATION)
		path = route_beside(feed->arena, life->key, "historial.html");
	else if (life)
		path = route_former(feed->arena, life->kind, life->key);
	else if (kind == PAST_UNFILED_FEED)
		path = route_former(feed->arena, item->entry->kind, item->entry->key);
	else if (item->entry)
		path = route_entry(feed->in->route, item->entry);
	buf_put_text(feed->out, "<title>Cambios: ");
	put_text(feed->out, name, " ");
	buf_put_text(feed->out, "</title>\n");
	if (kind != PAST_SITE_FEED)
		put_element(feed->out, "subtitle", title);
	put_link(feed, "rel=\"alternate\" ", path);
}

/* A feed holds the newest; what was before stands on pages that hold all. */
static void put_rest(struct feed *feed, const struct plan_item *item, enum past_kind kind)
{
	const struct life *life = kind == PAST_LIFE_FEED ? feed->chronicle->lives[item->about] : NULL;

	put_link(feed, "rel=\"related\" title=\"Lo anterior, completo\" ",
		 life ? route_beside(feed->arena, life->key, "historial.html") : STR("cambios/index.html"));
}

static void put_head(struct feed *feed, const struct plan_item *item, enum past_kind kind, int64_t updated)
{
	const struct record *record = feed->in->site->record;
	struct str publisher = record_text(record, SITE_PUBLISHER), language = record_text(record, SITE_LANGUAGE);

	buf_put_text(feed->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" xml:lang=\"");
	escape_text(feed->out, language.len ? language : STR("es-MX"));
	buf_put_text(feed->out, "\">\n<id>");
	put_feed_id(feed);
	buf_put_text(feed->out, "</id>\n");
	put_subject(feed, item, kind);
	if (route_url(feed->in->route).ptr) {
		buf_put_text(feed->out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"");
		put_href(feed, feed->path);
		buf_put_text(feed->out, "\"/>\n");
	}
	buf_put_text(feed->out, "<updated>");
	put_instant(feed->out, feed->chronicle, updated);
	buf_put_text(feed->out, "</updated>\n<author><name>");
	put_text(feed->out, publisher.len ? publisher : STR("no consta"), " ");
	buf_put_text(feed->out, "</name></author>\n<generator>Diáfano</generator>\n");
	put_element(feed->out, "rights", record_text(record, SITE_LICENCE));
}

void put_feed(const struct export_inputs *inputs, const struct plan_item *item, enum past_kind kind,
	      struct arena *scratch, struct buf *out)
{
	struct feed feed = {
		.in = inputs, .chronicle = inputs->chronicle, .path = item->path, .arena = scratch, .out = out,
	};
	struct arena own;
	struct happening_list list;
	uint32_t count;

	arena_init(&own);
	list = feed_happenings(inputs, &own, kind, item->entry, item->about);
	count = list.count < FEED_ENTRIES ? list.count : FEED_ENTRIES;
	put_head(&feed, item, kind, newest(feed.chronicle, list, count));
	if (count == FEED_ENTRIES)
		put_rest(&feed, item, kind);
	for (uint32_t i = 0; i < count; i++) {
		arena_reset(scratch);
		if (is_buried(list.at[i]))
			put_tombstone(&feed, list.at[i]);
		else
			put_entry(&feed, list.at[i]);
	}
	buf_put_text(out, "</feed>\n");
	arena_dispose(&own);
}
