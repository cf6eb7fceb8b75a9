/*
 * cite.c -- how to cite an evaluation.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "cite.h"

#include "version/chronicle.h"

struct source {
	struct str author, title, publisher, key;
	struct str version;	/* "versión 3"; absent: not told apart */
	struct date date;	/* of the version, else of publication; may be unset */
	struct str address;	/* absent: the site does not say its own */
	int year;		/* of the evaluation's end; 0: not known */
};

/* Of the document: when it was finished, else when it was made public. */
static int year_of(const struct evaluation *evaluation)
{
	if (date_is_set(evaluation->clock.finish) && !is_suppressed(evaluation, "1.3", "termino"))
		return evaluation->clock.finish.year;
	return published_date(evaluation).year;
}

static struct source source_of(struct page *page, const struct evaluation *evaluation,
			       const struct edition *edition, struct str path)
{
	struct str url = route_url(page->route);
	struct source source = {
		.title = entry_name(&evaluation->entry),
		.key = evaluation->entry.key,
		.publisher = record_text(page->site->record, SITE_PUBLISHER),
		.date = published_date(evaluation),
		.year = year_of(evaluation),
	};

	if (evaluation->evaluator && !is_suppressed(evaluation, "4.3", "evaluador.institucion"))
		source.author = evaluation->evaluator->name;
	else
		source.author = source.publisher;
	if (edition && edition->place) {
		source.version = TEXT_JOIN(page->arena, page_word(page, "version"), STR(" "),
					   text_number(page->arena, edition->number));
		source.date = edition->undated || !edition->commit ? (struct date){ 0 } :
			      date_from_instant(edition->commit->time, page->site->zone);
	}
	if (url.ptr)
		source.address = TEXT_JOIN(page->arena, url, STR("/"), path);
	return source;
}

static struct str year_text(struct page *page, const struct source *source)
{
	return source->year ? text_year(page->arena, source->year) : page_word(page, "sin_fecha_cita");
}

/* BEFORE, TEXT and AFTER, or nothing where there is no TEXT. */
static void put(struct buf *out, const char *before, struct str text, const char *after)
{
	if (!text.len)
		return;
	buf_put_text(out, before);
	buf_put_str(out, text);
	buf_put_text(out, after);
}

static void end_sentence(struct buf *out)
{
	if (out->len && out->ptr[out->len - 1] != '.')
		buf_put_char(out, '.');
}

static struct str in_words(struct page *page, const struct source *source)
{
	struct buf *out = &page->link;
	struct str date = text_date(page->arena, source->date), year = year_text(page, source);

	buf_clear(out);
	put(out, "", source->author, ", ");
	put(out, "«", source->title, "», ");
	buf_put_str(out, year);
	put(out, ". ", page_word(page, "formato_citado"), "");
	put(out, ", ", source->version, "");
	put(out, source->version.len ? " (" : ", ", date, source->version.len ? ")" : "");
	if (!str_equal(source->author, source->publisher))
		put(out, ". ", source->publisher, "");
	end_sentence(out);
	put(out, " ", source->address, "");
	return arena_str(page->arena, buf_str(out));
}

static struct str in_apa(struct page *page, const struct source *source)
{
	struct buf *out = &page->link;
	struct str year = year_text(page, source);

	buf_clear(out);
	put(out, "", source->author, "");
	end_sentence(out);
	put(out, " (", year, "). ");
	put(out, "", source->title, "");
	put(out, " [", page_word(page, "formato_citado"), "");
	put(out, "; ", source->version, "");
	buf_put_text(out, "].");
	if (!str_equal(source->author, source->publisher))
		put(out, " ", source->publisher, ".");
	put(out, " ", source->address, "");
	return arena_str(page->arena, buf_str(out));
}

/* What BibTeX or TeX would take for a command is written out. */
static void put_tex(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		switch (c) {
		case '\\': buf_put_text(out, "\\textbackslash{}"); break;
		case '~': buf_put_text(out, "\\textasciitilde{}"); break;
		case '^': buf_put_text(out, "\\textasciicircum{}"); break;
		case '{': case '}': case '$': case '&': case '%': case '#': case '_':
			buf_put_char(out, '\\');
			buf_put_char(out, c);
			break;
		case '\n': case '\r': case '\t': buf_put_char(out, ' '); break;
		default: buf_put_char(out, c);
		}
	}
}

/* In two braces: an institution is no first and last name, and a title keeps its capitals. */
static void put_bibtex(struct buf *out, const char *name, struct str text)
{
	if (!text.len)
		return;
	buf_put_text(out, ",\n  ");
	buf_put_text(out, name);
	buf_put_text(out, " = {{");
	put_tex(out, text);
	buf_put_text(out, "}}");
}

static struct str in_bibtex(struct page *page, const struct source *source)
{
	struct buf out;
	struct str text, note = source->version;
	struct str date = text_date(page->arena, source->date);

	if (date.len)
		note = note.len ? TEXT_JOIN(page->arena, note, STR(", "), date) : date;
	buf_init(&out);
	buf_put_text(&out, "@techreport{");
	for (size_t i = 0; i < source->key.len; i++)
		buf_put_char(&out, source->key.ptr[i] == '/' ? '-' : source->key.ptr[i]);
	put_bibtex(&out, "author", source->author);
	put_bibtex(&out, "title", source->title);
	put_bibtex(&out, "institution", source->publisher);
	if (source->year)
		put_bibtex(&out, "year", text_year(page->arena, source->year));
	put_bibtex(&out, "type", page_word(page, "formato_citado"));
	put_bibtex(&out, "note", note);
	put_bibtex(&out, "url", source->address);
	buf_put_text(&out, "\n}\n");
	text = arena_str(page->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

struct value citation_value(struct page *page, const struct evaluation *evaluation,
			    const struct edition *edition, struct str path)
{
	struct source source = source_of(page, evaluation, edition, path);
	struct value object = new_object(page);

	set_text(page, object, "direccion", source.address);
	set_text(page, object, "version", source.version);
	set_date(page, object, "fecha", source.date);
	set(page, object, "simple", value_text(in_words(page, &source)));
	set(page, object, "apa", value_text(in_apa(page, &source)));
	set(page, object, "bibtex", value_text(in_bibtex(page, &source)));
	return object;
}
