/*
 * attachment.c -- every set of bytes that the address of an attachment ever had.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each path below archivos/ that the history has gets a page, also one that was
 * never touched again: a page of a version leads there, not to bytes that may be
 * others by then, and must not change on the day they are. On it each set of bytes
 * has its blob for an anchor, and former ones are given at an address made of that.
 */
#include "base/escape.h"
#include "base/path.h"
#include "html.h"
#include "past.h"

/* ---- the plan ---- */

static void file_attachment(struct pages *pages, struct map *pages_by_path, const struct attachment *attachment)
{
	struct past *past = pages->past;
	struct str path = route_attachment(&pages->arena, attachment->path);
	struct attachment_page *filed = path.ptr ? map_get(pages_by_path, path) : NULL;

	if (!path.ptr)
		return;
	if (!filed) {
		filed = &past->files[past->file_count++];
		filed->path = path;
		filed->at = attachment;
		map_set(pages_by_path, path, filed);
		return;
	}
	/* names that only case tells apart: they stand in byte order, far from one another */
	for (struct attachment_page *last = filed;; last = last->next)
		if (!last->next) {
			last->next = ARENA_NEW(&pages->arena, struct attachment_page);
			last->next->at = attachment;
			return;
		}
}

/* The bytes of HOLDING, number INDEX, at PATH. */
static bool plan_bytes(struct plan *plan, struct diag *diag, uint32_t index, struct str path)
{
	struct plan_item item = { .path = path, .maker = PLAN_FORMER, .about = index };

	return path.ptr && !plan_has(plan, path) && plan_add(plan, &item, (struct place){ 0 }, diag) == 0;
}

static struct str hex_of(struct arena *arena, const struct object_id *id)
{
	char hex[OBJECT_ID_HEX];

	object_id_hex(hex, id);
	return arena_str(arena, str_from(hex));
}

void attachments_plan(struct pages *pages, struct plan *plan, struct diag *diag)
{
	const struct attachments *attachments = pages->in.attachments;
	struct past *past = pages->past;
	struct map by_path;

	map_init(&by_path);
	past->files = ARENA_ARRAY(&pages->arena, attachments->count, struct attachment_page);
	for (uint32_t i = 0; i < attachments->count; i++)
		file_attachment(pages, &by_path, &attachments->at[i]);
	map_dispose(&by_path);
	for (uint32_t i = 0; i < past->file_count; i++) {
		struct plan_item item = {
			.path = past->files[i].path, .maker = PLAN_PAGE, .kind = KIND_ATTACHMENT, .about = i,
		};

		plan_add(plan, &item, (struct place){ .path = past->files[i].at->path }, diag);
	}
	past->bytes = ARENA_ARRAY(&pages->arena, attachments->holding_count, struct str);
	for (uint32_t i = 0; i < attachments->holding_count; i++) {
		const struct holding *holding = &attachments->holdings[i];
		struct str path = !holding_is_given(holding) ? no_text() :
				  route_bytes(&pages->arena, hex_of(&pages->arena, &holding->blob), holding->name);

		if (plan_bytes(plan, diag, i, path))
			past->bytes[i] = path;
	}
}

#define INDEX STR("versiones/index.html")

/* A list of all, so that each can be found, whoever names it. */
void attachments_plan_index(struct pages *pages, struct plan *plan, struct diag *diag)
{
	uint32_t count = pages->past->file_count;

	for (uint32_t page = 1; count && page <= route_pages(count); page++) {
		struct plan_item item = {
			.path = route_page(&plan->arena, INDEX, page), .maker = PLAN_PAGE, .kind = KIND_ATTACHMENTS,
			.page = page, .listed = true,
		};

		plan_add(plan, &item, (struct place){ 0 }, diag);
	}
}

bool attachment_plan_kept(struct pages *pages, struct plan *plan, const struct stub *stub, struct diag *diag)
{
	const struct attachments *attachments = pages->in.attachments;
	struct arena scratch;
	struct object_id blob;
	bool planned = false;

	arena_init(&scratch);
	/* the newest that a version names; a clone may not have its bytes */
	for (uint32_t i = stub->count; i-- > 0 && !planned;) {
		const struct edition *edition = life_edition(stub->from[i].life, stub->from[i].from);
		const struct holding *holding;

		if (!chronicle_recall(pages->past->chronicle, &scratch, ENTRY_FILE, stub->key, edition->moment, &blob, NULL))
			continue;
		holding = attachments_holding(attachments, &blob);
		if (holding && holding->state == BLOB_READ && !holding->ordered && !holding->left_out)
			planned = plan_bytes(plan, diag, (uint32_t)(holding - attachments->holdings), stub->path);
	}
	arena_dispose(&scratch);
	return planned;
}

/* ---- addresses ---- */

struct str file_href(struct page *page, struct str path, struct str fragment)
{
	struct buf out;
	struct str href;

	if (!path.ptr)
		return path;
	buf_init(&out);
	if (page->absolute) {
		escape_url(&out, page->up);
		escape_url_path(&out, path);
	} else {
		escape_url_path(&out, page_href(page, path));
	}
	if (fragment.len) {
		buf_put_char(&out, '#');
		buf_put_str(&out, fragment);
	}
	href = arena_str(page->arena, buf_str(&out));
	buf_dispose(&out);
	return href;
}

struct str attachment_page_path(struct page *page, struct str path)
{
	const struct past *past = page->pages->past;

	return past && history_find(past->chronicle->history, path) ? route_attachment(page->arena, path) : no_text();
}

struct str attachments_index(const struct page *page)
{
	return page->pages->past->file_count ? INDEX : no_text();
}

/* ---- the page ---- */

/* One set of bytes in the making, of all names that the page is of. */
struct row {
	const struct holding *holding;
	uint32_t latest;	/* the commit by which it came last */
	struct value stays;
	bool now;		/* an address of the page has it */
};

struct rows {
	VEC(struct row) list;
};

static struct row *row_of(struct page *page, struct rows *rows, const struct holding *holding)
{
	for (size_t i = 0; i < rows->list.count; i++)
		if (rows->list.at[i].holding == holding)
			return &rows->list.at[i];
	vec_push(&rows->list, ((struct row){ .holding = holding, .stays = new_list(page) }));
	return &rows->list.at[rows->list.count - 1];
}

static struct value commit_of(struct page *page, const struct history_event *event)
{
	const struct history *history = page->pages->past->chronicle->history;
	struct value object = new_object(page);

	set_commit(page, object, &history->commits[event->commit], history_author(history, event));
	return object;
}

/* The other end of a move, or false. */
static struct value moved(struct page *page, const struct history_event *event)
{
	const struct history *history = page->pages->past->chronicle->history;
	struct str path = event->other == HISTORY_NONE ? no_text() : history->paths[event->other].path;
	struct value link;

	if (!path.ptr)
		return value_bool(false);
	link = link_to(page, past_visible(page->arena, path), no_text());
	set_text(page, link, "href", file_href(page, attachment_page_path(page, path), no_text()));
	return link;
}

/* NAME is told where the page is of several. */
static struct value stay_value(struct page *page, const struct stay *stay, struct str name)
{
	struct value object = new_object(page);
	bool unknown = stay->came->kind == HISTORY_FOUND;

	set(page, object, "desde", unknown ? value_bool(false) : commit_of(page, stay->came));
	set(page, object, "hasta", stay->went ? commit_of(page, stay->went) : value_bool(false));
	set_yes(page, object, "reemplazado", stay->went && stay->went->blob != HISTORY_NONE);
	set_text(page, object, "nombre", name);
	set(page, object, "de", moved(page, stay->came));
	set(page, object, "a", stay->went && stay->went->kind == HISTORY_AWAY ? moved(page, stay->went) : value_bool(false));
	return object;
}

static void add_rows(struct page *page, struct rows *rows, const struct attachment *attachment, bool several)
{
	const struct attachments *attachments = page->pages->in.attachments;

	for (uint32_t i = attachment->count; i-- > 0;) {
		const struct stay *stay = &attachment->stays[i];
		struct row *row = row_of(page, rows, &attachments->holdings[stay->holding]);

		push(page, row->stays, stay_value(page, stay, several ? past_visible(page->arena, attachment->path) : no_text()));
		row->now |= !stay->went && attachment->here && !attachment->uncommitted;
		if (stay->came->commit > row->latest)
			row->latest = stay->came->commit;
	}
}

static int newest_first(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->now != y->now)
		return x->now ? -1 : 1;
	if (x->latest != y->latest)
		return x->latest > y->latest ? -1 : 1;
	return x->holding > y->holding ? 1 : -1;
}

/* Where the bytes are; absent: nowhere. */
static struct str place_of(struct page *page, const struct row *row)
{
	const struct past *past = page->pages->past;
	const struct attachments *attachments = page->pages->in.attachments;
	struct str own = past->bytes[row->holding - attachments->holdings];

	if (row->holding->ordered)
		return no_text();
	return row->holding->here.ptr ? row->holding->here : own;
}

/* "aviso" of an order; false where there are several. */
static struct value order_value(struct page *page, const struct holding *holding)
{
	struct value object;

	if (!holding->reason.len)
		return value_bool(false);
	object = new_object(page);
	set_text(page, object, "motivo", holding->reason);
	set_date(page, object, "fecha", holding->ordered_on);
	return object;
}

static struct value row_value(struct page *page, const struct row *row)
{
	const struct holding *holding = row->holding;
	const struct entry *here = holding->here.ptr ? site_find(page->site, ENTRY_FILE, holding->here) : NULL;
	struct value object = new_object(page);
	struct str place = place_of(page, row), hex = hex_of(page->arena, &holding->blob);
	struct str digest = here ? str_from(html_digest_of(page, here)) : str_from(holding->digest);
	uint64_t size = here ? here->size : holding->size;

	set(page, object, "blob", value_text(hex));
	set(page, object, "swhid", value_text(TEXT_JOIN(page->arena, STR("swh:1:cnt:"), hex)));
	set_text(page, object, "sha256", digest);
	set_text(page, object, "tamano", digest.len || size ? html_size(page, size) : no_text());
	set_text(page, object, "nombre", past_visible(page->arena, place.ptr ? path_name(place) : holding->name));
	set_text(page, object, "href", file_href(page, place, no_text()));
	set_yes(page, object, "vigente", row->now);
	set_yes(page, object, "en_otra", !row->now && here && place.ptr);
	set_yes(page, object, "suprimido", holding->ordered);
	set(page, object, "aviso", order_value(page, holding));
	set_yes(page, object, "no_guardado", !here && !holding->ordered && holding->state == BLOB_READ && holding->left_out);
	set_yes(page, object, "grande", !here && !holding->ordered && holding->state == BLOB_TOO_LARGE);
	set_yes(page, object, "falta", !here && !holding->ordered && holding->state == BLOB_MISSING);
	set_yes(page, object, "danado", !here && !holding->ordered && holding->state == BLOB_DAMAGED);
	set(page, object, "estancias", row->stays);
	return object;
}

/* What is at the address now, of all that differ by case. */
static void set_now(struct page *page, struct value object, const struct attachment_page *filed)
{
	const struct attachment *now = NULL;
	bool uncommitted = false;

	for (; filed; filed = filed->next) {
		uncommitted |= filed->at->uncommitted;
		now = filed->at->here ? filed->at : now;
	}
	set_text(page, object, "actual", now ? file_href(page, now->path, no_text()) : no_text());
	set_yes(page, object, "sin_guardar", uncommitted);
}

void attachment_fill(struct page *page)
{
	const struct attachment_page *filed = &page->pages->past->files[page->item->about];
	struct str name = past_visible(page->arena, path_name(filed->at->path));
	struct value list = new_list(page);
	struct rows rows = { 0 };
	uint32_t count = 0;

	page_head(page, TEXT_JOIN(page->arena, page_word(page, "adjunto_versiones_de"), STR(" "), name),
		  page_word(page, "describe_adjunto"), NAVIGATION_CHANGES);
	page_crumb(page, page_word(page, "menu_cambios"), STR("cambios/index.html"));
	page_crumb(page, page_word(page, "adjuntos_titulo"), INDEX);
	page_crumb(page, name, no_text());
	for (const struct attachment_page *one = filed; one; one = one->next) {
		add_rows(page, &rows, one->at, filed->next != NULL);
		count += one->at->count;
	}
	if (rows.list.count > 1)
		qsort(rows.list.at, rows.list.count, sizeof *rows.list.at, newest_first);
	for (size_t i = 0; i < rows.list.count; i++)
		push(page, list, row_value(page, &rows.list.at[i]));
	vec_dispose(&rows.list);
	set(page, page->root, "ruta", value_text(past_visible(page->arena, filed->at->path)));
	set(page, page->root, "filas", list);
	set_yes(page, page->root, "una", count == 1);
	set_now(page, page->root, filed);
	set_text(page, page->root, "por_que", page->pages->past->chronicle->gap_words);
}

/* ---- the list of all ---- */

void attachments_fill(struct page *page)
{
	const struct past *past = page->pages->past;
	uint32_t first = (page->item->page - 1) * ROUTE_ROWS;
	struct value rows = new_list(page);

	page_head(page, page_word(page, "adjuntos_titulo"), page_word(page, "describe_adjunto"), NAVIGATION_CHANGES);
	page_crumb(page, page_word(page, "menu_cambios"), STR("cambios/index.html"));
	page_crumb(page, page_word(page, "adjuntos_titulo"), no_text());
	for (uint32_t i = first; i < past->file_count && i < first + ROUTE_ROWS; i++) {
		const struct attachment_page *filed = &past->files[i];
		struct value row = link_to(page, past_visible(page->arena, filed->at->path), no_text());
		uint32_t count = 0;

		for (const struct attachment_page *one = filed; one; one = one->next)
			count += one->at->count;
		set_text(page, row, "href", file_href(page, filed->path, no_text()));
		set_number(page, row, "cuantas", count);
		set_yes(page, row, "una", count == 1);
		set_now(page, row, filed);
		push(page, rows, row);
	}
	set(page, page->root, "filas", rows);
	set_paging(page, page->root, INDEX, past->file_count);
}
