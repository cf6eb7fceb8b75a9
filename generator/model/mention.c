/*
 * mention.c -- links woven into prose, and who speaks of whom.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each text is copied token by token. In text outside links and code, the
 * first mention of an entry in each item (or in the prose around the items)
 * becomes a link, and so does a bare web address. Links that authors wrote are
 * resolved to entries; what leads nowhere is reported and loses its link, not
 * its words. Everything is done on all workers; the reverse edges are filed
 * afterwards, in the order of the entries, so that nothing depends on threads.
 *
 * (1) stamps[target] == stamp means: TARGET is linked already in this item.
 * (2) Anchors are checked after the weaving, because bodies change under it.
 */
#include "base/escape.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/utf8.h"
#include "body.h"
#include "dictionary.h"
#include "internal.h"
#include "kept.h"

#define ADDRESS_MAX 2048	/* bytes of a bare address; longer ones are nobody's */

struct edge {
	uint32_t target;
	uint16_t section;
	uint16_t item;
};

/* A link to check when all is woven. */
struct pending {
	uint32_t target;	/* its number */
	struct str fragment;	/* in the worker's arena for fragments */
	struct place place;
};

struct woven {			/* what came of one text */
	struct edge *edges;
	size_t edge_count;
	struct pending *pendings;
	size_t pending_count;
};

struct worker {
	struct buf out;
	uint32_t *stamps;
	uint32_t stamp;
	struct arena *arena;	/* lives as long as the site */
	struct arena *fragments;	/* or as long as the memory that has the texts */
	VEC(struct edge) edges;
	VEC(struct pending) pendings;
};

struct weave {
	struct site *site;
	struct diag *diag;
	struct dictionary *dictionary;
	struct worker *workers;
	struct entry **texts;	/* those with prose */
	struct woven *woven;	/* as many */
	uint64_t names;		/* of all that links depend on: see names_of_site() */
	uint32_t *listers;	/* numbers of entries; those of an evaluation are its slice */
	uint32_t *first_lister;	/* where the slice of each evaluation begins */
	uint32_t *lists;	/* of each entry: the number, plus 1, of the last evaluation it lists */
};

/* Where a weaver is in a text. */
struct weaver {
	struct weave *weave;
	struct diag *diag;	/* the weave's, or that of one text */
	struct worker *worker;
	struct entry *self;
	const struct entry *entity;
	uint16_t section;
	uint16_t item;
};

/* ---- names ---- */

/* The name in field FIELD of RECORD, one of ENTRY's. */
static void add_slot(struct weave *weave, const struct record *record,
		     const struct slot *slot, struct entry *entry)
{
	struct entry *other;

	if (!slot_has(slot))
		return;
	other = dictionary_add(weave->dictionary, slot->text, entry);
	if (!other || entry->kind == ENTRY_EVALUATION)
		return;
	diag_report(weave->diag, DIAG_NAME_TWICE, record_place(record, slot),
			    STR("déjelo en uno de los dos, o escriba el otro más completo"),
		    "«%.*s» es también un nombre de %s «%.*s»; en la prosa se enlaza ése",
		    STR_ARG(slot->text), entry_kind_word(other->kind), STR_ARG(other->key));
}

static void add_name(struct weave *weave, const struct record *record, int field,
		     struct entry *entry)
{
	add_slot(weave, record, record_slot(record, field), entry);
}

static void add_list(struct weave *weave, struct entry *entry, int field)
{
	struct slot_list list = record_list(entry->record, field);

	for (uint32_t i = 0; i < list.count; i++)
		add_slot(weave, entry->record, &list.at[i], entry);
}

/* What ENTRY is called officially. */
static void add_names(struct weave *weave, struct entry *entry)
{
	switch (entry->kind) {
	case ENTRY_FUND:
		add_name(weave, entry->record, FUND_ACRONYM, entry);
		add_name(weave, entry->record, FUND_NAME, entry);
		break;
	case ENTRY_UNIT:
		add_name(weave, entry->record, UNIT_NAME, entry);
		break;
	case ENTRY_EVALUATOR:
		add_name(weave, entry->record, EVALUATOR_NAME, entry);
		break;
	case ENTRY_ENTITY:
		add_name(weave, entry->record, ENTITY_NAME, entry);
		break;
	case ENTRY_EVALUATION:
		add_name(weave, entry->record, EVALUATION_NAME, entry);
		break;
	default:
		break;
	}
}

/* What ENTRY was called in other years, and how else it is written. */
static void add_aliases(struct weave *weave, struct entry *entry)
{
	struct slot_list names;

	switch (entry->kind) {
	case ENTRY_FUND:
		names = record_list(entry->record, FUND_NAMES);
		for (uint32_t i = 0; i < names.count; i++) {
			add_name(weave, names.at[i].record, FUND_NAME_NAME, entry);
			add_name(weave, names.at[i].record, FUND_NAME_ACRONYM, entry);
		}
		add_list(weave, entry, FUND_ALIAS);
		break;
	case ENTRY_UNIT:
		add_list(weave, entry, UNIT_ALIAS);
		break;
	case ENTRY_EVALUATOR:
		add_list(weave, entry, EVALUATOR_ALIAS);
		break;
	case ENTRY_ENTITY:
		add_list(weave, entry, ENTITY_ALIAS);
		break;
	default:
		break;
	}
}

static void add_all(struct weave *weave, void (*add)(struct weave *, struct entry *))
{
	static const enum entry_kind order[] = {
		ENTRY_FUND, ENTRY_ENTITY, ENTRY_UNIT, ENTRY_EVALUATOR, ENTRY_EVALUATION,
	};

	for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
		for (uint32_t i = 0; i < weave->site->kinds[order[k]].count; i++) {
			struct entry *entry = weave->site->kinds[order[k]].at[i];

			/* a key that nobody described is not a name */
			if (entry->record)
				add(weave, entry);
		}
}

/* Names before aliases, and funds before entities, units, evaluators and
   evaluations: of two equal ones the first counts. */
static void fill_dictionary(struct weave *weave)
{
	weave->dictionary = dictionary_new();
	add_all(weave, add_names);
	add_all(weave, add_aliases);
}

/* ---- links in text ---- */

static void put_text(struct weaver *weaver, const struct prose_token *token,
		     size_t from, size_t to)
{
	struct prose_token part = *token;

	if (to <= from)
		return;
	part.text = str_slice(token->text, from, to - from);
	prose_put(&weaver->worker->out, &part);
}

static void add_edge(struct weaver *weaver, const struct entry *target)
{
	struct edge edge = { target->number, weaver->section, weaver->item };

	vec_push(&weaver->worker->edges, edge);
}

static void put_mention(struct weaver *weaver, const struct prose_token *token,
			size_t from, size_t to, const struct entry *target)
{
	struct prose_token link = {
		.kind = PROSE_LINK, .flag = true, .line = token->line,
		.column = token->column, .target = target->number + 1,
	};

	prose_put(&weaver->worker->out, &link);
	put_text(weaver, token, from, to);
	prose_put_close(&weaver->worker->out, PROSE_LINK);
	add_edge(weaver, target);
}

/* The bytes of the mark that ends ADDRESS and closes what stands around it,
   not the address: "https://ejemplo.mx/». "; 0 when there is none. */
static size_t closing_mark(struct str address, bool bracket)
{
	static const char *const marks[] = { "»", "”", "’", "…", "—", "–" };

	if (address.len && strchr(".,;:!?'*_~", address.ptr[address.len - 1]))
		return 1;
	if (bracket && str_ends(address, STR(")")))
		return 1;
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (str_ends(address, str_from(marks[i])))
			return strlen(marks[i]);
	return 0;
}

/* Where the web address at FROM ends: white space and marks that close a
   sentence or an unopened bracket are not a part of it. */
static size_t address_end(struct str text, size_t from)
{
	size_t end = from, mark, limit = text.len;
	int open = 0;

	if (limit - from > ADDRESS_MAX)
		limit = from + ADDRESS_MAX;
	while (end < limit && (unsigned char)text.ptr[end] > ' ' && !strchr("<>\"`", text.ptr[end])) {
		if (str_starts(str_slice(text, end, 2), STR("\xc2\xa0")))
			break;		/* a space that does not break a line */
		if (text.ptr[end] == '(')
			open++;
		if (text.ptr[end] == ')' && --open < 0)
			break;
		end++;
	}
	while ((mark = closing_mark(str_slice(text, from, end - from), open < 0)) != 0)
		end -= mark;
	return end;
}

static size_t put_address(struct weaver *weaver, const struct prose_token *token,
			  size_t from, size_t to)
{
	struct prose_token link = {
		.kind = PROSE_LINK, .line = token->line, .column = token->column,
		.text = str_slice(token->text, from, to - from),
	};

	prose_put(&weaver->worker->out, &link);
	put_text(weaver, token, from, to);
	prose_put_close(&weaver->worker->out, PROSE_LINK);
	return to;
}

/* An address within a text, as it is written there. */
struct span {
	size_t start, end;
	bool web;		/* else e-mail: passed over, never linked */
};

static bool is_email_byte(unsigned char c)
{
	return c > ' ' && !strchr("<>()[]{}\",;:", c);
}

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* The web address whose "://" stands at SIGN, or false. */
static bool web_span(struct span *span, struct str text, size_t sign)
{
	size_t start = sign;

	while (start > 0 && sign - start < 6 && is_letter(text.ptr[start - 1]))
		start--;
	if (sign - start < 4 || sign - start > 5)
		return false;	/* "http" or "https", and no letter before it */
	*span = (struct span){ start, address_end(text, start), true };
	return url_is_web(str_slice(text, start, span->end - start));
}

/* What is around the '@' at SIGN, but not before FROM. */
static struct span email_span(struct str text, size_t from, size_t sign)
{
	struct span span = { sign, sign + 1, false };

	while (span.start > from && is_email_byte((unsigned char)text.ptr[span.start - 1]))
		span.start--;
	while (span.end < text.len && is_email_byte((unsigned char)text.ptr[span.end]))
		span.end++;
	return span;
}

/* The first address in TEXT whose sign stands at or after FROM. */
static bool next_address(struct span *span, struct str text, size_t from)
{
	for (size_t sign = from; sign < text.len; sign++) {
		if (text.ptr[sign] == '@') {
			*span = email_span(text, from, sign);
			return true;
		}
		if (text.ptr[sign] == ':' && str_starts(str_slice(text, sign, 3), STR("://")) &&
		    web_span(span, text, sign) && span->start >= from)
			return true;
	}
	return false;
}

/* Link the names in the text of TOKEN from AT to LIMIT; *DONE is how far it was
   put. */
static void weave_names(struct weaver *weaver, const struct prose_token *token,
			size_t at, size_t limit, size_t *done)
{
	struct worker *worker = weaver->worker;
	struct dictionary_walk walk = {
		.dictionary = weaver->weave->dictionary, .entity = weaver->entity,
		.text = str_slice(token->text, 0, limit), .next = at,
	};
	struct entry *found;

	while ((found = dictionary_next(&walk)) != NULL) {
		if (found == weaver->self || worker->stamps[found->number] == worker->stamp)
			continue;
		worker->stamps[found->number] = worker->stamp;
		put_text(weaver, token, *done, walk.start);
		put_mention(weaver, token, walk.start, walk.end, found);
		*done = walk.end;
	}
}

/* A quick look before a slow one: most texts have no address. */
static bool may_have_address(struct str text)
{
	const char *at = text.ptr, *end = text.ptr + text.len;

	if (memchr(text.ptr, '@', text.len))
		return true;
	while ((at = memchr(at, ':', (size_t)(end - at))) != NULL) {
		if (end - at >= 3 && at[1] == '/' && at[2] == '/')
			return true;
		at++;
	}
	return false;
}

/* The text of one token, with its mentions and addresses linked. */
static void weave_text(struct weaver *weaver, const struct prose_token *token)
{
	struct str text = token->text;
	size_t at = 0, done = 0;
	struct span span;

	if (may_have_address(text))
		while (next_address(&span, text, at)) {
			weave_names(weaver, token, at, span.start, &done);
			if (span.web) {
				put_text(weaver, token, done, span.start);
				done = put_address(weaver, token, span.start, span.end);
			}
			at = span.end;
		}
	weave_names(weaver, token, at, text.len, &done);
	put_text(weaver, token, done, text.len);
}

/* ---- links that authors wrote ---- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

/* Append PATH with its %XX undone. */
static void undo_percent(struct buf *out, struct str path)
{
	for (size_t i = 0; i < path.len; i++) {
		int high = i + 2 < path.len ? hex_digit(path.ptr[i + 1]) : -1;
		int low = i + 2 < path.len ? hex_digit(path.ptr[i + 2]) : -1;

		if (path.ptr[i] == '%' && high >= 0 && low >= 0) {
			buf_put_char(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_put_char(out, path.ptr[i]);
		}
	}
}

struct str link_path(struct arena *arena, struct str folder, struct str path)
{
	struct buf plain;
	struct str whole;

	buf_init(&plain);
	undo_percent(&plain, path);
	whole = path_resolve(arena, folder, buf_str(&plain));
	buf_dispose(&plain);
	return whole;
}

static bool has_scheme(struct str address)
{
	size_t colon = str_find_char(address, ':');
	size_t slash = str_find_char(address, '/');

	return colon != (size_t)-1 && (slash == (size_t)-1 || colon < slash);
}

bool link_is_elsewhere(struct str address)
{
	return has_scheme(address) || str_starts(address, STR("//"));
}

static struct place token_place(const struct weaver *weaver, const struct prose_token *token)
{
	return (struct place){ weaver->self->path, token->line, token->column, 1 };
}

/* The file that PATH names, from the folder of this one. */
static struct str whole_path(struct weaver *weaver, struct str path)
{
	return link_path(weaver->worker->arena, path_directory(weaver->self->path), path);
}

/* A link to PATH leads nowhere. To a file with a mistake, it would lead. */
static void report_broken(struct weaver *weaver, const struct prose_token *token,
			  struct str path, struct str whole)
{
	const char *why = whole.ptr
		? map_get(&weaver->weave->site->internal->left_out_paths, whole) : NULL;

	if (why == site_draft)
		diag_report(weaver->diag, DIAG_LINK_BROKEN, token_place(weaver, token),
			    STR("con --drafts se publica también"),
			    "«%.*s» es un borrador y no se publica; queda el texto",
			    STR_ARG(path));
	else if (!why)
		diag_report(weaver->diag, DIAG_LINK_BROKEN, token_place(weaver, token),
			    STR("la ruta se escribe desde la carpeta de este archivo: ../2020/clave.md"),
			    "no hay un archivo «%.*s» en el contenido; queda el texto",
			    STR_ARG(path));
}

static void add_pending(struct weaver *weaver, struct entry *target, struct str fragment,
			struct place place)
{
	struct pending pending = { target->number, arena_str(weaver->worker->fragments, fragment), place };

	vec_push(&weaver->worker->pendings, pending);
}

/* True for a draft, seen from what is published. */
static bool is_aside(const struct weaver *weaver, const struct entry *target)
{
	return target->draft && !weaver->self->draft &&
	       weaver->weave->site->internal->drafts_aside;
}

/*
 * Point TOKEN, a link or an image, at what its address means. Returns false
 * when it leads nowhere: it was reported, and only its words stay.
 */
static bool resolve_link(struct weaver *weaver, struct prose_token *token)
{
	struct str address = token->text;
	size_t hash = str_find_char(address, '#');
	struct str path = str_slice(address, 0, hash);
	struct str fragment = hash == (size_t)-1 ? STR("") : str_slice(address, hash + 1, (size_t)-1);
	struct entry *target = weaver->self;

	if (link_is_elsewhere(address)) {
		if (url_is_safe(address))
			return true;
		diag_report(weaver->diag, DIAG_LINK_UNSAFE, token_place(weaver, token),
			    STR("https://..., o la ruta de un archivo del contenido"),
			    "esa dirección no se enlaza; queda el texto");
		return false;
	}
	if (path.len) {
		struct str whole = whole_path(weaver, path);

		target = whole.ptr ? map_get(&weaver->weave->site->internal->paths, whole) : NULL;
		if (!target || target->kind == ENTRY_FOLLOW_UP || is_aside(weaver, target)) {
			report_broken(weaver, token, path, whole);
			return false;
		}
		add_edge(weaver, target);
	}
	if (fragment.len)
		add_pending(weaver, target, fragment, token_place(weaver, token));
	token->target = target->number + 1;
	token->text = fragment;
	return true;
}

/* ---- one text ---- */

/* Tell where the item that is open now lies within the woven section, which
   begins at START of the worker's out. The prose of a list section is woven
   once, so its items are met in the order in which they were found. */
static void place_item(struct weaver *weaver, struct section *section, size_t start,
		       bool opens)
{
	struct item *item;

	if (weaver->item == 0 || weaver->item > section->count)
		return;		/* its words say that there is none */
	item = &section->items[weaver->item - 1];
	if (opens)
		item->offset = (uint32_t)(weaver->worker->out.len - start);
	else
		item->length = (uint32_t)(weaver->worker->out.len - start) - item->offset;
}

/* Copy PROSE to the worker's out. SECTION is the list section whose prose it
   is, or NULL: then there are no items. */
static void weave_prose(struct weaver *weaver, struct prose prose, struct section *section)
{
	struct worker *worker = weaver->worker;
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	uint16_t count = 0;
	const uint8_t *before = reader.next;	/* where the token begins */
	size_t start = worker->out.len;
	int depth = 0, within = 0;	/* links, images, headings */
	uint64_t dropped = 0;		/* of the open links: a bit for each, innermost lowest */

	worker->stamp++;
	weaver->item = 0;
	for (; prose_next(&reader, &token); before = reader.next) {
		bool inert = token.kind == PROSE_LINK || token.kind == PROSE_IMAGE;

		if (token.close) {
			depth--;
			if (inert || token.kind == PROSE_HEADING)
				within--;
			if (inert) {
				bool drop = dropped & 1;

				dropped >>= 1;
				if (drop)
					continue;
			}
			if (section && depth == 1 && token.kind == PROSE_ITEM) {
				place_item(weaver, section, start, false);
				weaver->item = 0;
				worker->stamp++;
			}
			prose_put_close(&worker->out, token.kind);
			continue;
		}
		if (prose_is_container(token.kind)) {
			if (section && depth == 1 && token.kind == PROSE_ITEM) {
				weaver->item = count < UINT16_MAX ? ++count : count;
				worker->stamp++;
				buf_put(&worker->out, before, (size_t)(reader.next - before));
				place_item(weaver, section, start, true);
				depth++;
				continue;
			}
			depth++;
		}
		if (inert) {
			bool keep = resolve_link(weaver, &token);

			within++;
			dropped = dropped << 1 | !keep;
			if (keep)
				prose_put(&worker->out, &token);
			continue;
		}
		if (token.kind == PROSE_HEADING) {
			within++;
		} else if (token.kind == PROSE_TEXT && token.text.len && within == 0) {
			weave_text(weaver, &token);
			continue;
		}
		buf_put(&worker->out, before, (size_t)(reader.next - before));
	}
}

static void weave_evaluation(struct weaver *weaver, struct evaluation *evaluation)
{
	struct site *site = weaver->weave->site;
	struct worker *worker = weaver->worker;
	size_t starts[SECTIONS];
	uint8_t *body;

	weaver->entity = evaluation->entity;
	for (int id = 0; id < SECTIONS; id++) {
		struct section *section = &evaluation->sections[id];

		starts[id] = worker->out.len;
		weaver->section = (uint16_t)id;
		weave_prose(weaver, section->prose, section_type((enum section_id)id)->anchor ? section : NULL);
	}
	body = memory_alloc(worker->out.len + 1);
	memcpy(body, worker->out.ptr, worker->out.len);
	for (int id = 0; id < SECTIONS; id++) {
		struct section *section = &evaluation->sections[id];
		size_t end = id + 1 < SECTIONS ? starts[id + 1] : worker->out.len;

		if (!section->prose.ptr)
			continue;
		section->prose = (struct prose){ body + starts[id], end - starts[id] };
	}
	if (site->internal->kept) {
		kept_take_sections(site->internal->kept[evaluation->entry.number], evaluation, body);
		return;
	}
	free(site->internal->bodies[evaluation->entry.number]);
	site->internal->bodies[evaluation->entry.number] = body;
}

static void weave_entry(struct weaver *weaver, struct entry *entry)
{
	struct worker *worker = weaver->worker;
	uint8_t *body;

	weaver->section = SECTIONS;
	weaver->entity = unit_owner(entry);
	if (!weaver->entity)
		weaver->entity = record_target(weaver->weave->site->record, SITE_ENTITY);
	weave_prose(weaver, entry->body, NULL);
	body = arena_alloc(worker->arena, worker->out.len);
	memcpy(body, worker->out.ptr, worker->out.len);
	entry->body = (struct prose){ body, worker->out.len };
}

/* What came of the text that WORKER just wove. */
static void take_woven(struct woven *woven, const struct worker *worker)
{
	woven->edge_count = worker->edges.count;
	woven->edges = memory_copy(worker->edges.at, worker->edges.count * sizeof *worker->edges.at);
	woven->pending_count = worker->pendings.count;
	woven->pendings = memory_copy(worker->pendings.at,
				      worker->pendings.count * sizeof *worker->pendings.at);
}

/* With a memory: the text as it was woven, unless a name changed since. */
static void recall_woven(struct weaver *weaver, struct evaluation *evaluation, struct woven *woven)
{
	struct kept *kept = weaver->weave->site->internal->kept[evaluation->entry.number];

	if (kept->names != weaver->weave->names) {
		kept->woven_heard = weaver->diag = diag_new();
		weave_evaluation(weaver, evaluation);
		take_woven(woven, weaver->worker);
		kept->edges = woven->edges;
		kept->edge_count = woven->edge_count;
		kept->pendings = woven->pendings;
		kept->pending_count = woven->pending_count;
		kept->names = weaver->weave->names;
	}
	diag_copy(weaver->weave->diag, kept->woven_heard);
	memcpy(evaluation->sections, kept->sections, sizeof kept->sections);
	*woven = (struct woven){ kept->edges, kept->edge_count, kept->pendings, kept->pending_count };
}

static void weave_job(void *context, unsigned number, size_t index)
{
	struct weave *weave = context;
	struct worker *worker = &weave->workers[number];
	struct entry *entry = weave->texts[index];
	struct woven *woven = &weave->woven[index];
	struct weaver weaver = { .weave = weave, .diag = weave->diag, .worker = worker, .self = entry };

	buf_clear(&worker->out);
	vec_clear(&worker->edges);
	vec_clear(&worker->pendings);
	if (entry->kind == ENTRY_EVALUATION && weave->site->internal->kept) {
		recall_woven(&weaver, entry_evaluation(entry), woven);
		return;
	}
	if (entry->kind == ENTRY_EVALUATION)
		weave_evaluation(&weaver, entry_evaluation(entry));
	else
		weave_entry(&weaver, entry);
	take_woven(woven, worker);
}

/* ---- after the weaving ---- */

static void check_anchors(struct weave *weave, const struct woven *woven)
{
	for (size_t i = 0; i < woven->pending_count; i++) {
		const struct pending *pending = &woven->pendings[i];
		const struct entry *target = weave->site->entries[pending->target];

		if (entry_has_anchor(target, pending->fragment))
			continue;
		diag_report(weave->diag, DIAG_ANCHOR_BROKEN, pending->place,
			    STR("como #hallazgo-3, #s-2-1 o las palabras de un encabezado"),
			    "«%.*s» no tiene un lugar «#%.*s»", STR_ARG(target->key),
			    STR_ARG(pending->fragment));
	}
}

static void mention_push(struct site *site, struct mention_list *list, struct mention mention)
{
	const struct mention *last = list->count ? &list->at[list->count - 1] : NULL;

	/* links that authors wrote may lead there again */
	if (last && last->from == mention.from && last->section == mention.section &&
	    last->item == mention.item)
		return;
	if ((list->count & (list->count - 1)) == 0) {
		struct mention *more = ARENA_ARRAY(&site->arena, list->count ? 2 * (size_t)list->count : 1,
						   struct mention);

		if (list->count)
			memcpy(more, list->at, list->count * sizeof *more);
		list->at = more;
	}
	list->at[list->count++] = mention;
}

static void relate(struct site *site, struct evaluation *from, struct evaluation *to)
{
	if (from == to)
		return;
	for (uint32_t i = 0; i < from->related.count; i++)
		if (from->related.at[i] == to)
			return;
	LIST_PUSH(&site->arena, &from->related, to);
}

static uint32_t *zeroed(size_t count)
{
	uint32_t *numbers = calloc(count, sizeof *numbers);

	if (!numbers)
		memory_exhausted();
	return numbers;
}

/*
 * Which entries list each evaluation for a field of it: entry->evaluations, turned
 * round. Looked up for each mention, which are many, a search in the list of the
 * fund or the entity, which are long, took most of the time of a reading.
 */
static void find_listers(struct weave *weave)
{
	struct site *site = weave->site;
	uint32_t count = site->kinds[ENTRY_EVALUATION].count, total = 0;
	uint32_t *first = zeroed((size_t)count + 2);

	for (uint32_t i = 0; i < site->count; i++)
		for (uint32_t k = 0; k < site->entries[i]->evaluations.count; k++, total++)
			first[site->entries[i]->evaluations.at[k]->entry.number + 2]++;
	for (uint32_t i = 2; i < count + 2; i++)
		first[i] += first[i - 1];
	weave->listers = memory_alloc((total + 1) * sizeof *weave->listers);
	for (uint32_t i = 0; i < site->count; i++)
		for (uint32_t k = 0; k < site->entries[i]->evaluations.count; k++)
			weave->listers[first[site->entries[i]->evaluations.at[k]->entry.number + 1]++] = i;
	weave->first_lister = first;
	weave->lists = zeroed((size_t)site->count + 1);
}

/* From now on is_listed() is asked for FROM. */
static void begin_listed(struct weave *weave, const struct entry *from)
{
	if (from->kind != ENTRY_EVALUATION)
		return;
	for (uint32_t i = weave->first_lister[from->number]; i < weave->first_lister[from->number + 1]; i++)
		weave->lists[weave->listers[i]] = from->number + 1;
}

/* True when a field of FROM names TARGET, which lists it for that already. */
static bool is_listed(const struct weave *weave, const struct entry *target, const struct entry *from)
{
	return from->kind == ENTRY_EVALUATION && weave->lists[target->number] == from->number + 1;
}

/* True when what EDGE was woven in is not published. */
static bool is_taken_out(struct entry *from, const struct edge *edge)
{
	return from->kind == ENTRY_EVALUATION &&
	       evaluation_item_suppression(entry_evaluation(from), (enum section_id)edge->section,
					   edge->item);
}

static void file_edges(struct weave *weave, struct entry *from, const struct woven *woven)
{
	struct site *site = weave->site;

	begin_listed(weave, from);
	for (size_t i = 0; i < woven->edge_count; i++) {
		const struct edge *edge = &woven->edges[i];
		struct entry *target = site->entries[edge->target];

		if (target == from || target->kind == ENTRY_FILE || is_taken_out(from, edge))
			continue;
		if (entry_evaluation(from) && entry_evaluation(target))
			relate(site, entry_evaluation(from), entry_evaluation(target));
		if (!is_listed(weave, target, from))
			mention_push(site, &target->mentions,
				     (struct mention){ from, edge->section, edge->item });
	}
}

/* Evaluations of one contract are related. */
static void relate_contracts(struct site *site)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_CONTRACT].count; i++) {
		struct evaluation_list list = site->kinds[ENTRY_CONTRACT].at[i]->evaluations;

		/* a contract of very many is told on its own page */
		for (uint32_t a = 0; a < list.count && list.count <= 50; a++)
			for (uint32_t b = 0; b < list.count; b++)
				relate(site, list.at[a], list.at[b]);
	}
}

static size_t collect_texts(struct weave *weave)
{
	struct site *site = weave->site;
	size_t count = 0;

	weave->texts = memory_alloc((site->count + 1) * sizeof *weave->texts);
	for (uint32_t i = 0; i < site->count; i++) {
		struct entry *entry = site->entries[i];

		if (entry->kind == ENTRY_EVALUATION || entry->body.len)
			weave->texts[count++] = entry;
	}
	return count;
}

static void prepare_workers(struct weave *weave, unsigned count)
{
	weave->workers = memory_alloc(count * sizeof *weave->workers);
	for (unsigned i = 0; i < count; i++) {
		struct worker *worker = &weave->workers[i];

		*worker = (struct worker){ .arena = &weave->site->internal->arenas[i] };
		worker->fragments = weave->site->internal->memory
				    ? &weave->site->internal->memory->arenas[i] : worker->arena;
		buf_init(&worker->out);
		worker->stamps = memory_alloc((weave->site->count + 1) * sizeof *worker->stamps);
		memset(worker->stamps, 0, (weave->site->count + 1) * sizeof *worker->stamps);
	}
}

static void dispose_workers(struct weave *weave, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		struct worker *worker = &weave->workers[i];

		buf_dispose(&worker->out);
		free(worker->stamps);
		vec_dispose(&worker->edges);
		vec_dispose(&worker->pendings);
	}
	free(weave->workers);
}

/* ---- what links depend on ---- */

static void hash_more(uint64_t *hash, struct str text)
{
	const uint64_t parts[] = { *hash, hash_str(text) };

	*hash = hash_str(str_make((const char *)parts, sizeof parts));
}

static void hash_slot(uint64_t *hash, const struct slot *slot)
{
	if (slot_has(slot))
		hash_more(hash, slot->text);
}

static void hash_list(uint64_t *hash, const struct record *record, int field)
{
	struct slot_list list = record_list(record, field);

	for (uint32_t i = 0; i < list.count; i++)
		hash_slot(hash, &list.at[i]);
}

/* The names that add_names() and add_aliases() take from ENTRY, and whose it is. */
static void hash_names(uint64_t *hash, const struct entry *entry)
{
	const struct record *record = entry->record;
	struct slot_list names = record_list(entry->kind == ENTRY_FUND ? record : NULL, FUND_NAMES);
	const struct entry *owner;

	switch (entry->kind) {
	case ENTRY_FUND:
		hash_slot(hash, record_slot(record, FUND_ACRONYM));
		hash_slot(hash, record_slot(record, FUND_NAME));
		hash_list(hash, record, FUND_ALIAS);
		break;
	case ENTRY_UNIT:
		hash_slot(hash, record_slot(record, UNIT_NAME));
		hash_list(hash, record, UNIT_ALIAS);
		owner = unit_owner(entry);
		hash_more(hash, owner ? owner->key : STR(""));
		break;
	case ENTRY_EVALUATOR:
		hash_slot(hash, record_slot(record, EVALUATOR_NAME));
		hash_list(hash, record, EVALUATOR_ALIAS);
		break;
	case ENTRY_ENTITY:
		hash_slot(hash, record_slot(record, ENTITY_NAME));
		hash_list(hash, record, ENTITY_ALIAS);
		break;
	case ENTRY_EVALUATION:
		hash_slot(hash, record_slot(record, EVALUATION_NAME));
		break;
	default:
		break;
	}
	for (uint32_t i = 0; i < names.count; i++) {
		hash_slot(hash, record_slot(names.at[i].record, FUND_NAME_NAME));
		hash_slot(hash, record_slot(names.at[i].record, FUND_NAME_ACRONYM));
	}
}

/* A number for all that the links in the text of an evaluation depend on, but for its
   own file: which entries there are, in which order, what they are called, whose they
   are, and which files make none. Never 0. */
static uint64_t names_of_site(const struct site *site)
{
	const struct map *left = &site->internal->left_out_paths;
	struct entry *entity = record_target(site->record, SITE_ENTITY);
	uint64_t hash = 1, files = 0;

	hash_more(&hash, entity ? entity->key : STR(""));
	for (uint32_t i = 0; i < site->count; i++) {
		const struct entry *entry = site->entries[i];
		const char marks[] = { (char)('a' + entry->kind), entry->path.ptr ? 'f' : '-',
				       entry->draft ? 'd' : '-', entry->record ? 'r' : '-' };

		hash_more(&hash, str_make(marks, sizeof marks));
		hash_more(&hash, entry->key);
		hash_names(&hash, entry);
	}
	for (size_t i = 0; i < left->room; i++)	/* in no order */
		if (left->entries[i].key.ptr)
			files += hash_str(left->entries[i].key) * (left->entries[i].value == site_draft ? 3 : 1);
	hash ^= files;
	return hash ? hash : 1;
}

/* What was woven for other names is of no use. */
static void forget_woven(struct site *site, uint64_t names)
{
	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++)
		if (site->internal->kept[i]->names != names)
			memory_unweave(site->internal->memory, site->internal->kept[i]);
}

void site_mention(struct site *site, struct diag *diag)
{
	struct weave weave = { .site = site, .diag = diag };
	unsigned workers = site->internal->workers;
	size_t count = collect_texts(&weave);

	fill_dictionary(&weave);
	prepare_workers(&weave, workers);
	if (site->internal->kept) {
		weave.names = names_of_site(site);
		forget_woven(site, weave.names);
	}
	weave.woven = memory_alloc((count + 1) * sizeof *weave.woven);
	find_listers(&weave);
	pool_run(workers, count, weave_job, &weave);
	for (size_t i = 0; i < count; i++) {
		check_anchors(&weave, &weave.woven[i]);
		file_edges(&weave, weave.texts[i], &weave.woven[i]);
		if (site->internal->kept && weave.texts[i]->kind == ENTRY_EVALUATION)
			continue;	/* the memory's */
		free(weave.woven[i].edges);
		free(weave.woven[i].pendings);
	}
	relate_contracts(site);
	dispose_workers(&weave, workers);
	dictionary_free(weave.dictionary);
	free(weave.listers);
	free(weave.first_lister);
	free(weave.lists);
	free(weave.woven);
	free(weave.texts);
}

void site_mention_alone(struct site *site, struct evaluation *evaluation, struct diag *diag)
{
	struct woven woven = { 0 };
	struct entry *text = &evaluation->entry;
	struct weave weave = { .site = site, .diag = diag, .dictionary = dictionary_new(),
			       .texts = &text, .woven = &woven };

	prepare_workers(&weave, 1);
	weave_job(&weave, 0, 0);
	free(woven.edges);
	free(woven.pendings);
	dispose_workers(&weave, 1);
	dictionary_free(weave.dictionary);
}
