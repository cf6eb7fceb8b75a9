/*
 * pdf.c -- letters and rules of a PDF, through poppler and cairo.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pdf.h"

#include <math.h>
#include <poppler.h>
#include <stdlib.h>

#include "base/library.h"
#include "base/utf8.h"
#include "sheet.h"

#define PAGES_MAX 300
#define LETTERS_MAX 40000	/* of a page */
#define LINKS_MAX 1000		/* of a page */
#define SCALE 2.0		/* pixels to a point, on a page of usual size */
#define PIXELS_MAX 3000000.0

#define FUNCTIONS(F)							\
	F(poppler_document_new_from_bytes) F(poppler_document_get_n_pages) F(poppler_document_get_page) \
	F(poppler_page_get_size) F(poppler_page_get_text) F(poppler_page_get_text_layout) \
	F(poppler_page_get_text_attributes) F(poppler_page_free_text_attributes) F(poppler_page_render) \
	F(poppler_page_get_link_mapping) F(poppler_page_free_link_mapping) \
	F(g_bytes_new_static) F(g_bytes_unref) F(g_object_unref) F(g_free) F(g_error_free) \
	F(cairo_image_surface_create) F(cairo_surface_status) F(cairo_create) F(cairo_set_source_rgb) \
	F(cairo_paint) F(cairo_scale) F(cairo_surface_flush) F(cairo_image_surface_get_data) \
	F(cairo_image_surface_get_stride) F(cairo_destroy) F(cairo_surface_destroy)

LIBRARY(pdf, FUNCTIONS, "libpoppler-glib.so.8", "libpoppler-glib.so");

void pdf_prepare(void)
{
	struct pdf_library library;

	pdf_library_load(&library);
}

/* ---- words ---- */

static bool holds(const char *name, const char *word)
{
	return name && strstr(name, word);
}

struct style {
	bool strong, emphasis;
	struct str link;	/* where it leads; in the arena of the sheets */
};

/* The style of each of COUNT letters. */
static void read_styles(const struct pdf_library *lib, PopplerPage *page, struct style *styles, size_t count)
{
	GList *attributes = lib->poppler_page_get_text_attributes(page);

	for (const GList *at = attributes; at; at = at->next) {
		const PopplerTextAttributes *one = at->data;
		bool strong = holds(one->font_name, "Bold") || holds(one->font_name, "bold") ||
			      holds(one->font_name, "Black") || holds(one->font_name, "Heavy");
		bool emphasis = holds(one->font_name, "Italic") || holds(one->font_name, "Oblique") ||
				holds(one->font_name, "italic");

		for (gint i = one->start_index; i >= 0 && i <= one->end_index && (size_t)i < count; i++)
			styles[i] = (struct style){ .strong = strong, .emphasis = emphasis };
	}
	lib->poppler_page_free_text_attributes(attributes);
}

static bool is_sound(const PopplerRectangle *place)
{
	return isfinite(place->x1) && isfinite(place->y1) && isfinite(place->x2) && isfinite(place->y2) &&
	       fabs(place->x1) < 20000 && fabs(place->y1) < 20000 && fabs(place->x2) < 20000 && fabs(place->y2) < 20000;
}

/* True when the middle of PLACE, which counts from the top of a page HIGH points high, is within AREA,
   which counts from below. */
static bool is_within(const PopplerRectangle *place, const PopplerRectangle *area, double high)
{
	double x = (place->x1 + place->x2) / 2, y = high - (place->y1 + place->y2) / 2;

	return x >= fmin(area->x1, area->x2) && x <= fmax(area->x1, area->x2) &&
	       y >= fmin(area->y1, area->y2) && y <= fmax(area->y1, area->y2);
}

/* Where each of COUNT letters leads: links lie over the page, apart from its words. */
static void read_links(const struct pdf_library *lib, PopplerPage *page, struct arena *arena,
		       const PopplerRectangle *places, struct style *styles, size_t count)
{
	GList *links = lib->poppler_page_get_link_mapping(page);
	double width, high;
	int left = LINKS_MAX;

	lib->poppler_page_get_size(page, &width, &high);
	for (const GList *at = links; at && left > 0; at = at->next, left--) {
		const PopplerLinkMapping *one = at->data;
		struct str address;

		if (!one->action || one->action->type != POPPLER_ACTION_URI || !one->action->uri.uri || !is_sound(&one->area))
			continue;
		address = arena_str(arena, str_trim(str_from(one->action->uri.uri)));
		for (size_t i = 0; i < count; i++)
			if (is_sound(&places[i]) && is_within(&places[i], &one->area, high))
				styles[i].link = address;
	}
	lib->poppler_page_free_link_mapping(links);
}

/* True when a letter at PLACE does not go on with WORD: it stands on another line,
   or apart. */
static bool is_apart(const struct sheet_word *word, const PopplerRectangle *place)
{
	float high = word->y2 - word->y1;

	return fabsf((float)place->y1 - word->y1) > high / 2 || place->x1 < word->x1 - 1 || place->x1 - word->x2 > high;
}

struct letters {
	struct sheets *sheets;
	struct sheet *sheet;
	struct buf text;	/* of the open word */
	struct sheet_word word;
	bool open;
	bool space;		/* behind the last word */
};

static void close_word(struct letters *letters)
{
	if (!letters->open)
		return;
	letters->word.text = arena_str(&letters->sheets->arena, buf_str(&letters->text));
	vec_push(&letters->sheet->words, letters->word);
	letters->open = false;
	buf_clear(&letters->text);
}

static void add_letter(struct letters *letters, uint32_t code, const PopplerRectangle *place, struct style style)
{
	struct sheet_word *word = &letters->word;
	bool apart = letters->open && is_apart(word, place);

	if (letters->open && (apart || word->strong != style.strong || word->emphasis != style.emphasis ||
			      !str_equal(word->link, style.link))) {
		close_word(letters);
		letters->space = apart;
	}
	if (!letters->open) {
		*word = (struct sheet_word){
			.x1 = (float)place->x1, .y1 = (float)place->y1, .x2 = (float)place->x2, .y2 = (float)place->y2,
			.glued = !letters->space && letters->sheet->words.count > 0,
			.strong = style.strong, .emphasis = style.emphasis, .link = style.link,
		};
		letters->open = true;
		letters->space = false;
	}
	word->x2 = fmaxf(word->x2, (float)place->x2);
	utf8_put(&letters->text, code);
}

static void read_words(const struct pdf_library *lib, PopplerPage *page, struct sheets *sheets, struct sheet *sheet)
{
	struct letters letters = { .sheets = sheets, .sheet = sheet, .space = true };
	char *text = lib->poppler_page_get_text(page);
	PopplerRectangle *places = NULL;
	struct style *styles;
	guint count = 0;
	size_t letter = 0;
	struct str rest = text ? str_from(text) : STR("");

	buf_init(&letters.text);
	if (!lib->poppler_page_get_text_layout(page, &places, &count))
		count = 0;
	count = count < LETTERS_MAX ? count : LETTERS_MAX;
	styles = calloc(count + 1, sizeof *styles);
	if (styles) {
		read_styles(lib, page, styles, count);
		read_links(lib, page, &sheets->arena, places, styles, count);
	}
	for (size_t i = 0; i < rest.len && letter < count && styles; letter++) {
		uint32_t code = utf8_next(rest, &i);

		if (utf8_is_space(code) || code == '\n') {
			close_word(&letters);
			letters.space = true;
		} else if (is_sound(&places[letter])) {
			add_letter(&letters, code, &places[letter], styles[letter]);
		}
	}
	close_word(&letters);
	buf_dispose(&letters.text);
	free(styles);
	lib->g_free(places);
	lib->g_free(text);
}

/* ---- rules ---- */

struct picture {
	const unsigned char *pixels;
	int width, height, stride;
	double scale;
};

enum {
	EDGE = 10,		/* how much lighter or darker the other side is, of 255 */
	LONG = 18,		/* points: shorter ones are letters and boxes to tick */
};

static int light(const struct picture *picture, int x, int y)
{
	return picture->pixels[(size_t)y * (size_t)picture->stride + (size_t)x * 4 + 1];
}

/* True when there is an edge at (I, AT): between this pixel and the one before it,
   down the page (LYING) or across it. */
static bool is_edge(const struct picture *picture, int i, int at, bool lying)
{
	int here = lying ? light(picture, i, at) : light(picture, at, i);
	int before = lying ? light(picture, i, at - 1) : light(picture, at - 1, i);

	return abs(here - before) > EDGE;
}

/* One edge more: with those of the pixels beside it, it is one rule. */
static void add_rule(struct sheet_rule **rules, size_t *count, size_t *room, struct sheet_rule rule)
{
	for (size_t i = *count; i-- > 0 && rule.at - (*rules)[i].at < 2.5f;) {
		struct sheet_rule *other = &(*rules)[i];

		if (rule.from <= other->to + 1 && rule.to >= other->from - 1) {
			other->from = fminf(other->from, rule.from);
			other->to = fmaxf(other->to, rule.to);
			return;
		}
	}
	if (*count >= 4000)
		return;
	if (*count == *room)
		*rules = vec_grow(*rules, room, sizeof **rules);
	(*rules)[(*count)++] = rule;
}

static void find_rules(const struct picture *picture, struct sheet_rule **rules, size_t *count, size_t *room, bool lying)
{
	int lines = lying ? picture->height : picture->width, length = lying ? picture->width : picture->height;

	for (int at = 1; at < lines; at++)
		for (int i = 0, run = 0; i <= length; i++) {
			if (i < length && is_edge(picture, i, at, lying)) {
				run++;
				continue;
			}
			if (run > LONG * picture->scale) {
				struct sheet_rule rule = {
					(float)(at / picture->scale), (float)((i - run) / picture->scale), (float)(i / picture->scale),
				};

				add_rule(rules, count, room, rule);
			}
			run = 0;
		}
}

/* True when RULE meets one of OTHERS, which go the other way. */
static bool meets(const struct sheet_rule *rule, const struct sheet_rule *others, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (others[i].at > rule->from - 3 && others[i].at < rule->to + 3 &&
		    rule->at > others[i].from - 3 && rule->at < others[i].to + 3)
			return true;
	return false;
}

/* Underlines, blanks to fill in and tall letters meet no other rule. */
static size_t drop_lonely(struct sheet_rule *rules, size_t count, const struct sheet_rule *others, size_t other_count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (meets(&rules[i], others, other_count))
			rules[kept++] = rules[i];
	return kept;
}

static void read_rules(const struct pdf_library *lib, PopplerPage *page, struct sheet *sheet)
{
	struct picture picture = { .scale = SCALE };
	double width = 0, high = 0;
	cairo_surface_t *surface;
	cairo_t *cairo;

	lib->poppler_page_get_size(page, &width, &high);
	if (!(width > 1 && high > 1 && width < 20000 && high < 20000))
		return;
	if (width * high * SCALE * SCALE > PIXELS_MAX)
		picture.scale = sqrt(PIXELS_MAX / (width * high));
	picture.width = (int)ceil(width * picture.scale);
	picture.height = (int)ceil(high * picture.scale);
	surface = lib->cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width, picture.height);
	cairo = lib->cairo_create(surface);
	lib->cairo_set_source_rgb(cairo, 1, 1, 1);
	lib->cairo_paint(cairo);
	lib->cairo_scale(cairo, picture.scale, picture.scale);
	lib->poppler_page_render(page, cairo);
	lib->cairo_surface_flush(surface);
	picture.pixels = lib->cairo_image_surface_get_data(surface);
	picture.stride = lib->cairo_image_surface_get_stride(surface);
	if (lib->cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && picture.pixels) {
		find_rules(&picture, &sheet->lying.at, &sheet->lying.count, &sheet->lying.room, true);
		find_rules(&picture, &sheet->standing.at, &sheet->standing.count, &sheet->standing.room, false);
		sheet->lying.count = drop_lonely(sheet->lying.at, sheet->lying.count, sheet->standing.at, sheet->standing.count);
		sheet->standing.count = drop_lonely(sheet->standing.at, sheet->standing.count, sheet->lying.at, sheet->lying.count);
	}
	lib->cairo_destroy(cairo);
	lib->cairo_surface_destroy(surface);
}

/* ---- the document ---- */

static void read_pages(const struct pdf_library *lib, PopplerDocument *pdf, struct sheets *sheets, int pages)
{
	for (int i = 0; i < pages; i++) {
		PopplerPage *page = lib->poppler_document_get_page(pdf, i);
		struct sheet sheet = { 0 };

		if (page) {
			read_words(lib, page, sheets, &sheet);
			if (sheet.words.count)
				read_rules(lib, page, &sheet);
			lib->g_object_unref(page);
		}
		vec_push(&sheets->pages, sheet);
	}
}

static int refuse(struct document *document, const char *reason, const char *hint)
{
	document->reason = str_from(reason);
	document->hint = str_from(hint);
	return -1;
}

static int read_document(const struct pdf_library *lib, struct document *document, PopplerDocument *pdf)
{
	int pages = lib->poppler_document_get_n_pages(pdf);
	struct sheets sheets;

	if (pages <= 0)
		return refuse(document, "está dañado: no tiene páginas", NULL);
	if (pages > PAGES_MAX) {
		pages = PAGES_MAX;
		document->cut = true;
	}
	sheets_init(&sheets);
	read_pages(lib, pdf, &sheets, pages);
	sheets_put(&sheets, document);
	sheets_dispose(&sheets);
	if (document->text.len == 0)
		return refuse(document, "no tiene texto: sus páginas son imágenes, como las de un escáner, o están en blanco",
			      DOCUMENT_NEEDS_OCR);
	return 0;
}

int pdf_read(struct document *document, struct str bytes)
{
	struct pdf_library lib;
	PopplerDocument *pdf;
	GError *error = NULL;
	GBytes *data;
	int status;

	if (pdf_library_load(&lib) != 0)
		return refuse(document, "falta en esta máquina la biblioteca que lee PDF (poppler-glib)",
			      "instálela (en Debian: libpoppler-glib8), o guarde el documento como texto");
	data = lib.g_bytes_new_static(bytes.ptr, bytes.len);
	pdf = lib.poppler_document_new_from_bytes(data, NULL, &error);
	if (!pdf) {
		bool locked = error && error->code == POPPLER_ERROR_ENCRYPTED;

		if (error)
			lib.g_error_free(error);
		lib.g_bytes_unref(data);
		return locked ? refuse(document, "tiene contraseña", "guárdelo sin contraseña e impórtelo así")
			      : refuse(document, "está dañado: no es un PDF completo", NULL);
	}
	status = read_document(&lib, document, pdf);
	lib.g_object_unref(pdf);
	lib.g_bytes_unref(data);
	return status;
}
