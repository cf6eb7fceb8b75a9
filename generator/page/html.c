/*
 * html.c -- prose tokens and field values into HTML.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tokens of a text come balanced and bounded in depth (markdown.h), so
 * that one pass with a small stack is enough: the stack says, for each open
 * container, what its end must print.
 *
 * (1) Links do not nest: within an open link, another one prints its text.
 * (2) Whatever is not a safe address is printed beside the text, not linked.
 */
#include "html.h"

#include "base/escape.h"
#include "base/money.h"
#include "base/path.h"
#include "past.h"

#define OPEN_MAX 128

struct open {
	const char *end;		/* what to print when it closes, or NULL */
	struct entry *file;		/* an attachment, described after its link */
	struct str aside;		/* an address that is not linked (2) */
	bool link;
	bool head;			/* of a table: <tbody> follows */
};

struct walk {
	struct page *page;
	const struct html_body *body;
	struct buf *out;
	struct open stack[OPEN_MAX];
	unsigned depth;
	unsigned links;			/* open ones */
	unsigned item;			/* of the section, counted from 1 */
	struct buf anchor;		/* its address: "hallazgo-3" */
	int level;			/* of the last heading printed */
	struct prose prose;
	int lowest;			/* its highest heading: 1..6; 0 before the first */
	bool in_items;			/* within a first-level list of a list section */
	struct map anchors;		/* of headings, when they get ids */
};

void html_begin(struct page *page)
{
	buf_clear(&page->html);
}

struct value html_end(struct page *page)
{
	if (!page->html.len)
		return value_bool(false);
	return value_html(arena_str(page->arena, buf_str(&page->html)));
}

/* --- Links. */

static void put_href(struct page *page, struct str path, struct str fragment)
{
	struct buf *out = &page->html;

	buf_put_text(out, " href=\"");
	if (!route_is_plain(path))
		buf_put_str(out, file_href(page, path, STR("")));
	else if (page->absolute)
		escape_url(out, page_href(page, path));
	else
		page_put_href(page, out, path);
	if (fragment.len) {
		buf_put_char(out, '#');
		escape_url(out, fragment);
	}
	buf_put_char(out, '"');
}

void html_put_link(struct page *page, struct str text, struct str path)
{
	if (!path.ptr) {
		escape_text(&page->html, text);
		return;
	}
	buf_put_text(&page->html, "<a");
	put_href(page, path, (struct str){ 0 });
	buf_put_char(&page->html, '>');
	escape_text(&page->html, text);
	buf_put_text(&page->html, "</a>");
}

void html_put_entry(struct page *page, const struct entry *entry)
{
	html_put_link(page, entry_name(entry), route_entry(page->route, entry));
}

void html_put_reference(struct page *page, const struct reference *reference)
{
	struct entry *target = reference->target;
	struct str text = reference->words;

	if (!text.len)
		text = target ? entry_name(target) : reference->key;
	html_put_link(page, text, target ? route_entry(page->route, target) : (struct str){ 0 });
}

static void put_size(struct buf *out, uint64_t size)
{
	if (size < 1000)
		buf_printf(out, "%u bytes", (unsigned)size);
	else if (size < 1000000)
		buf_printf(out, "%u.%u kB", (unsigned)(size / 1000), (unsigned)(size % 1000 / 100));
	else
		buf_printf(out, "%llu.%u MB", (unsigned long long)(size / 1000000),
			   (unsigned)(size % 1000000 / 100000));
}

struct str html_size(struct page *page, uint64_t size)
{
	struct buf out;
	struct str text;

	buf_init(&out);
	put_size(&out, size);
	text = arena_str(page->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

const char *html_digest_of(const struct page *page, const struct entry *file)
{
	uint32_t first;

	if (!page->pages->in.digests || !page->site->kinds[ENTRY_FILE].count)
		return "";
	/* Entries stand by kind: attachments have numbers in a row. */
	first = page->site->kinds[ENTRY_FILE].at[0]->number;
	if (file->number - first < page->site->kinds[ENTRY_FILE].count &&
	    page->site->kinds[ENTRY_FILE].at[file->number - first] == file)
		return page->pages->in.digests[file->number - first];
	return "";
}

/* Where other bytes were at the address of FILE, the way to all of them. */
static void put_former(struct page *page, const struct entry *file)
{
	const struct attachments *attachments = page->pages->in.attachments;
	const struct attachment *attachment = attachments ? attachments_find(attachments, file->key) : NULL;
	struct str path = attachment && (attachment->count > 1 || attachment->uncommitted)
			  ? attachment_page_path(page, file->key) : no_text();

	if (!path.ptr)
		return;
	buf_put_text(&page->html, "; <a");
	put_href(page, path, (struct str){ 0 });
	buf_put_char(&page->html, '>');
	escape_text(&page->html, page_word(page, "adjunto_sus_versiones"));
	buf_put_text(&page->html, "</a>");
}

static void put_file_facts(struct page *page, const struct entry *file)
{
	const char *digest = page->own_site ? "" : html_digest_of(page, file);
	struct buf *out = &page->html;

	if (page->own_site) {
		past_put_file(page, file, false);
		return;
	}
	buf_put_text(out, " <span class=\"archivo-datos\">(");
	put_size(out, file->size);
	if (digest[0]) {
		buf_put_text(out, ", SHA-256 <code class=\"sha256\">");
		buf_put_text(out, digest);
		buf_put_text(out, "</code>");
	}
	put_former(page, file);
	buf_put_text(out, ")</span>");
}

void html_put_url(struct page *page, struct str url)
{
	struct buf *out = &page->html;
	struct entry *file;
	struct str path = url;

	while (str_starts(path, STR("../")))
		path = str_slice(path, 3, (size_t)-1);
	file = site_find(page->site, ENTRY_FILE, path);
	if (file) {
		struct str fragment = STR(""), to = past_link_path(page, file, &fragment);

		buf_put_text(out, "<a");
		put_href(page, to, fragment);
		buf_put_char(out, '>');
		escape_text(out, path_name(file->key));
		buf_put_text(out, "</a>");
		put_file_facts(page, file);
	} else if (url_is_web(url)) {
		buf_put_text(out, "<a class=\"externo url\" href=\"");
		escape_url(out, url);
		buf_put_text(out, "\">");
		escape_text(out, url);
		buf_put_text(out, "</a>");
	} else {
		buf_put_text(out, "<span class=\"dir\">");
		escape_text(out, url);
		buf_put_text(out, "</span>");
	}
}

static void put_date(struct page *page, struct date date)
{
	buf_put_text(&page->html, "<time datetime=\"");
	date_put_iso(&page->html, date);
	buf_put_text(&page->html, "\">");
	buf_put_str(&page->html, text_date(page->arena, date));
	buf_put_text(&page->html, "</time>");
}

/* An address that needs no escaping at all is worth a link. */
static bool is_plain_address(struct str address)
{
	size_t at = str_find_char(address, '@');

	if (at == 0 || at >= address.len - 1)
		return false;
	for (size_t i = 0; i < address.len; i++) {
		char c = address.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
		      c == '+' || (c == '@' && i == at)))
			return false;
	}
	return true;
}

static void put_email(struct page *page, struct str address)
{
	bool link = address.len && is_plain_address(address);

	if (link) {
		buf_put_text(&page->html, "<a href=\"mailto:");
		buf_put_str(&page->html, address);
		buf_put_text(&page->html, "\">");
	}
	escape_text(&page->html, address);
	if (link)
		buf_put_text(&page->html, "</a>");
}

/* --- Prose. */

static struct open *opened(struct walk *walk, const char *end)
{
	struct open *open = &walk->stack[walk->depth < OPEN_MAX ? walk->depth++ : OPEN_MAX - 1];

	*open = (struct open){ .end = end };
	return open;
}

/* A link to an entry of the site, be it a mention or written by the author. */
static void open_entry_link(struct walk *walk, const struct prose_token *token)
{
	const struct site *site = walk->page->site;
	struct entry *entry = token->target <= site->count ? site->entries[token->target - 1] : NULL;
	struct str fragment = token->text;	/* what the model leaves of an address */
	struct str path = entry ? past_link_path(walk->page, entry, &fragment) : (struct str){ 0 };
	struct open *open = opened(walk, NULL);

	if (!path.ptr || (str_equal(path, walk->page->path) && !fragment.len))
		return;
	buf_put_text(walk->out, token->flag ? "<a class=\"mencion\"" : "<a");
	put_href(walk->page, path, fragment);
	buf_put_char(walk->out, '>');
	open->end = "</a>";
	open->link = true;
	open->file = entry->kind == ENTRY_FILE ? entry : NULL;
	walk->links++;
}

static bool has_scheme(struct str url)
{
	return url_is_web(url) || str_starts(url, STR("mailto:")) || str_starts(url, STR("tel:"));
}

/* A link whose words are its own address: printed on paper, it says it once. */
static const char *web_class(const struct prose_token *token, struct prose_reader ahead)
{
	struct prose_token inner;

	if (!url_is_web(token->text))
		return "<a href=\"";
	if (prose_next(&ahead, &inner) && inner.kind == PROSE_TEXT && str_equal(inner.text, token->text))
		return "<a class=\"externo url\" href=\"";
	return "<a class=\"externo\" href=\"";
}

static void open_web_link(struct walk *walk, const struct prose_token *token, const struct prose_reader *reader)
{
	struct open *open = opened(walk, NULL);
	bool local = str_starts(token->text, STR("#"));

	if (!url_is_safe(token->text) || !(local || has_scheme(token->text))) {
		open->aside = token->text;
		return;
	}
	buf_put_text(walk->out, web_class(token, *reader));
	escape_url(walk->out, token->text);
	if (token->title.len) {
		buf_put_text(walk->out, "\" title=\"");
		escape_text(walk->out, token->title);
	}
	buf_put_text(walk->out, "\">");
	open->end = "</a>";
	open->link = true;
	walk->links++;
}

static void open_link(struct walk *walk, const struct prose_token *token, const struct prose_reader *reader)
{
	if (walk->links)
		opened(walk, NULL);
	else if (token->target)
		open_entry_link(walk, token);
	else
		open_web_link(walk, token, reader);
}

/* Take the tokens up to the end of the container that was just opened; their
   text goes to WORDS. */
static void take_words(struct prose_reader *reader, struct buf *words)
{
	struct prose_token token;
	unsigned depth = 1;

	while (depth && prose_next(reader, &token)) {
		if (token.close)
			depth--;
		else if (prose_is_container(token.kind))
			depth++;
		else if (token.kind == PROSE_TEXT || token.kind == PROSE_CODE ||
			 token.kind == PROSE_HTML)
			buf_put_str(words, token.text);
		else
			buf_put_char(words, ' ');
	}
}

/* Only the site's own images are shown: a page asks nothing of third parties. */
static void put_image(struct walk *walk, const struct prose_token *token,
		      struct prose_reader *reader)
{
	const struct site *site = walk->page->site;
	struct entry *entry = token->target && token->target <= site->count ?
			      site->entries[token->target - 1] : NULL;
	struct buf words;

	buf_init(&words);
	take_words(reader, &words);
	if (entry && entry->kind == ENTRY_FILE) {
		buf_put_text(walk->out, "<img src=\"");
		buf_put_str(walk->out, file_href(walk->page, route_entry(walk->page->route, entry), STR("")));
		buf_put_text(walk->out, "\" alt=\"");
		escape_text(walk->out, buf_str(&words));
		buf_put_text(walk->out, "\" loading=\"lazy\">");
		if (walk->page->own_site)
			past_put_file(walk->page, entry, !walk->links);
	} else if (!walk->links && url_is_web(token->text)) {
		buf_put_text(walk->out, "<a class=\"externo\" href=\"");
		escape_url(walk->out, token->text);
		buf_put_text(walk->out, "\">");
		escape_text(walk->out, words.len ? buf_str(&words) : token->text);
		buf_put_text(walk->out, "</a>");
	} else {
		escape_text(walk->out, words.len ? buf_str(&words) : token->text);
	}
	buf_dispose(&words);
}

/* The highest heading: it becomes body->level. */
static int lowest_heading(struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	int lowest = 6;

	while (prose_next(&reader, &token))
		if (token.kind == PROSE_HEADING && !token.close && token.number < lowest)
			lowest = token.number;
	return lowest;
}

/* Headings keep their relative order below the page's own, without a gap. */
static int heading_level(struct walk *walk, int written)
{
	int level;

	if (!walk->lowest)
		walk->lowest = lowest_heading(walk->prose);
	level = walk->body->level + written - walk->lowest;
	if (walk->level && level > walk->level + 1)
		level = walk->level + 1;
	else if (!walk->level)
		level = walk->body->level;
	walk->level = level > 6 ? 6 : level;
	return walk->level;
}

/* Of headings with the same words the first has the address. */
static void put_heading_id(struct walk *walk, struct str words)
{
	struct buf anchor;
	struct str id;

	buf_init(&anchor);
	heading_anchor(&anchor, words);
	id = arena_str(walk->page->arena, buf_str(&anchor));
	buf_dispose(&anchor);
	if (!id.len || map_get(&walk->anchors, id))
		return;
	map_set(&walk->anchors, id, walk);
	buf_put_text(walk->out, " id=\"");
	escape_text(walk->out, id);
	buf_put_char(walk->out, '"');
}

static void put_heading(struct walk *walk, const struct prose_token *token,
			struct prose_reader *reader)
{
	static const char *const ends[] = { "", "", "</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n" };
	int level = heading_level(walk, token->number);
	struct prose_reader ahead = *reader;
	struct prose_token inner;
	struct buf words;

	opened(walk, ends[level]);
	buf_put_text(walk->out, "<h");
	put_number(walk->out, (unsigned)level);
	if (walk->body->anchors) {
		buf_init(&words);
		while (prose_next(&ahead, &inner) && !(inner.kind == PROSE_HEADING && inner.close))
			continue;
		prose_put_plain(&words, (struct prose){ reader->next, (size_t)(ahead.next - 1 - reader->next) });
		put_heading_id(walk, buf_str(&words));
		buf_dispose(&words);
	}
	buf_put_char(walk->out, '>');
}

static void put_list(struct walk *walk, const struct prose_token *token)
{
	bool section = walk->body->items && walk->depth == 0;

	if (section) {
		buf_put_text(walk->out, "<ol class=\"items\">\n");
		opened(walk, "</ol>\n");
		walk->in_items = true;
	} else if (token->flag) {
		if (token->number > 1 || token->number == 0)
			buf_printf(walk->out, "<ol start=\"%d\">\n", token->number);
		else
			buf_put_text(walk->out, "<ol>\n");
		opened(walk, "</ol>\n");
	} else {
		buf_put_text(walk->out, "<ul>\n");
		opened(walk, "</ul>\n");
	}
}

static void begin_anchor(struct walk *walk)
{
	buf_clear(&walk->anchor);
	buf_put_text(&walk->anchor, walk->body->items->anchor);
	buf_put_char(&walk->anchor, '-');
	put_number(&walk->anchor, walk->item);
}

static bool item_is_suppressed(struct walk *walk, const struct record **notice)
{
	if (!walk->body->evaluation)
		return false;
	*notice = suppression_of(walk->body->evaluation, "", walk->anchor.ptr);
	return *notice != NULL;
}

static void put_item(struct walk *walk, struct prose_reader *reader)
{
	const struct record *notice = NULL;
	struct buf taken;

	if (!walk->in_items || walk->depth != 1) {
		buf_put_text(walk->out, "<li>");
		opened(walk, "</li>\n");
		return;
	}
	walk->item++;
	begin_anchor(walk);
	buf_put_text(walk->out, "<li class=\"item\" id=\"");
	buf_put_str(walk->out, buf_str(&walk->anchor));
	buf_put_text(walk->out, "\" value=\"");
	put_number(walk->out, walk->item);
	buf_put_text(walk->out, "\"><div class=\"item-texto\">");
	opened(walk, NULL);
	if (!item_is_suppressed(walk, &notice))
		return;
	buf_put_text(walk->out, "<p class=\"suprimido\">");
	escape_text(walk->out, page_word(walk->page, "suprimido"));
	buf_put_text(walk->out, ": ");
	escape_text(walk->out, record_text(notice, SUPPRESSION_REASON));
	buf_put_text(walk->out, "</p>");
	buf_init(&taken);
	take_words(reader, &taken);
	buf_dispose(&taken);
	walk->depth--;
	buf_put_text(walk->out, "</div></li>\n");
}

/* The end of an item: the visible way to its address. */
static void end_item(struct walk *walk)
{
	buf_put_text(walk->out, "</div><a class=\"ancla\" href=\"#");
	buf_put_str(walk->out, buf_str(&walk->anchor));
	buf_put_text(walk->out, "\" aria-label=\"");
	escape_text(walk->out, page_word(walk->page, "enlace_a"));
	buf_put_char(walk->out, ' ');
	buf_put_text(walk->out, walk->body->items->singular);
	buf_put_char(walk->out, ' ');
	put_number(walk->out, walk->item);
	buf_put_text(walk->out, "\">#</a></li>\n");
}

static void put_table(struct walk *walk)
{
	buf_put_text(walk->out, "<div class=\"tabla\" role=\"region\" tabindex=\"0\" aria-label=\"");
	escape_text(walk->out, page_word(walk->page, "tabla"));
	buf_put_char(walk->out, ' ');
	put_number(walk->out, ++walk->page->tables);
	buf_put_text(walk->out, "\"><table>\n");
	opened(walk, "</table></div>\n");
}

static void put_row(struct walk *walk, const struct prose_token *token)
{
	struct open *table = walk->depth ? &walk->stack[walk->depth - 1] : NULL;

	if (token->flag) {
		buf_put_text(walk->out, "<thead><tr>");
		opened(walk, "</tr></thead>\n");
		return;
	}
	if (table && !table->head) {
		buf_put_text(walk->out, "<tbody>\n");
		table->head = true;
		table->end = "</tbody></table></div>\n";
	}
	buf_put_text(walk->out, "<tr>");
	opened(walk, "</tr>\n");
}

static void put_cell(struct walk *walk, const struct prose_token *token)
{
	static const char *const alignments[] = { "", " class=\"izquierda\"", " class=\"centro\"", " class=\"derecha\"" };

	buf_put_text(walk->out, token->flag ? "<th scope=\"col\"" : "<td");
	buf_put_text(walk->out, alignments[token->number & 3]);
	buf_put_char(walk->out, '>');
	opened(walk, token->flag ? "</th>" : "</td>");
}

static void put_paragraph(struct walk *walk, const struct prose_token *token)
{
	if (!token->flag)
		buf_put_text(walk->out, "<p>");
	opened(walk, token->flag ? NULL : "</p>\n");
}

static void put_code_block(struct walk *walk, const struct prose_token *token)
{
	buf_put_text(walk->out, "<pre><code>");
	escape_text(walk->out, token->text);
	buf_put_text(walk->out, "</code></pre>\n");
}

static void wrap(struct walk *walk, const char *begin, struct str text, const char *end)
{
	buf_put_text(walk->out, begin);
	escape_text(walk->out, text);
	buf_put_text(walk->out, end);
}

static void put_close(struct walk *walk, enum prose_kind kind)
{
	const struct open *open;

	if (walk->depth == 0)
		return;
	open = &walk->stack[--walk->depth];
	if (kind == PROSE_ITEM && walk->in_items && walk->depth == 1)
		end_item(walk);
	if (open->end)
		buf_put_text(walk->out, open->end);
	walk->links -= open->link;
	if (open->file)
		put_file_facts(walk->page, open->file);
	if (open->aside.len)
		wrap(walk, " <span class=\"dir\">(", open->aside, ")</span>");
	if (kind == PROSE_LIST && walk->depth == 0)
		walk->in_items = false;
}

static void put_open(struct walk *walk, const struct prose_token *token,
		     struct prose_reader *reader)
{
	switch (token->kind) {
	case PROSE_QUOTE:
		buf_put_text(walk->out, "<blockquote>\n");
		opened(walk, "</blockquote>\n");
		break;
	case PROSE_LIST: put_list(walk, token); break;
	case PROSE_ITEM: put_item(walk, reader); break;
	case PROSE_TABLE: put_table(walk); break;
	case PROSE_ROW: put_row(walk, token); break;
	case PROSE_CELL: put_cell(walk, token); break;
	case PROSE_HEADING: put_heading(walk, token, reader); break;
	case PROSE_PARAGRAPH: put_paragraph(walk, token); break;
	case PROSE_EMPHASIS:
		buf_put_text(walk->out, "<em>");
		opened(walk, "</em>");
		break;
	case PROSE_STRONG:
		buf_put_text(walk->out, "<strong>");
		opened(walk, "</strong>");
		break;
	case PROSE_LINK: open_link(walk, token, reader); break;
	case PROSE_IMAGE: put_image(walk, token, reader); break;
	case PROSE_CODE_BLOCK: put_code_block(walk, token); break;
	case PROSE_HTML_BLOCK: wrap(walk, "<p>", token->text, "</p>\n"); break;
	case PROSE_RULE: buf_put_text(walk->out, "<hr>\n"); break;
	case PROSE_TEXT: escape_text(walk->out, token->text); break;
	case PROSE_CODE: wrap(walk, "<code>", token->text, "</code>"); break;
	case PROSE_HTML: escape_text(walk->out, token->text); break;
	case PROSE_BREAK: buf_put_text(walk->out, "<br>\n"); break;
	case PROSE_KINDS: break;
	}
}

void html_put_prose(struct page *page, struct prose prose, const struct html_body *body)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	struct walk walk;

	walk.page = page;
	walk.body = body;
	walk.out = &page->html;
	walk.depth = walk.links = walk.item = 0;
	walk.level = 0;
	walk.in_items = false;
	walk.prose = prose;
	walk.lowest = 0;
	buf_init(&walk.anchor);
	map_init(&walk.anchors);
	while (prose_next(&reader, &token)) {
		if (token.close)
			put_close(&walk, token.kind);
		else
			put_open(&walk, &token, &reader);
	}
	while (walk.depth)
		put_close(&walk, PROSE_KINDS);
	map_dispose(&walk.anchors);
	buf_dispose(&walk.anchor);
}

struct value html_prose(struct page *page, struct prose prose, int level, bool anchors)
{
	struct html_body body = { .level = level, .anchors = anchors };

	html_begin(page);
	html_put_prose(page, prose, &body);
	return html_end(page);
}

/* --- Fields. */

static void put_single(struct page *page, enum field_kind kind, const struct slot *slot)
{
	switch (kind) {
	case FIELD_DATE: put_date(page, slot->date); break;
	case FIELD_MONEY: money_put(&page->html, slot->number); break;
	case FIELD_NUMBER: buf_put_str(&page->html, text_number(page->arena, slot->number)); break;
	case FIELD_YEAR: buf_printf(&page->html, "%lld", (long long)slot->number); break;
	case FIELD_SCORE: escape_text(&page->html, slot->score->words); break;
	case FIELD_CHOICE:
	case FIELD_OPEN_CHOICE: escape_text(&page->html, slot->choice->label); break;
	case FIELD_URL: html_put_url(page, slot->text); break;
	case FIELD_EMAIL: put_email(page, slot->text); break;
	case FIELD_REFERENCE: html_put_reference(page, slot->reference); break;
	default: escape_text(&page->html, slot->text); break;
	}
}

static enum field_kind single_of(enum field_kind kind)
{
	switch (kind) {
	case FIELD_NUMBERS: return FIELD_NUMBER;
	case FIELD_CHOICES: return FIELD_CHOICE;
	case FIELD_REFERENCES: return FIELD_REFERENCE;
	case FIELD_TEXTS:
	case FIELD_KEYS: return FIELD_TEXT;
	default: return kind;
	}
}

void html_put_slot(struct page *page, const struct field *field, const struct slot *slot)
{
	enum field_kind single = single_of(field->kind);

	if (!slot_has(slot) || field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS ||
	    field->kind == FIELD_COVERS)
		return;
	if (single == field->kind) {
		put_single(page, single, slot);
	} else {
		for (uint32_t i = 0, put = 0; i < slot->list.count; i++) {
			if (!slot_has(&slot->list.at[i]))
				continue;
			if (put++)
				buf_put_text(&page->html, "; ");
			put_single(page, single, &slot->list.at[i]);
		}
	}
}
