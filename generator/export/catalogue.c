/*
 * catalogue.c -- the data set as catalogues know it: DCAT 3 and data.json.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The context of the JSON-LD stands in the file: who reads it needs no network.
 * Without a public address (`url`) all addresses are relative.
 */
#include "base/escape.h"
#include "files.h"

static const struct data_about *form_of(const struct plan_item *item)
{
	const struct data_about *about = data_about(item);

	return about && about->listed ? about : NULL;
}

static void put_reference(struct json *json, const char *key, struct str id)
{
	json_open_key(json, key, '{');
	json_put(json, "@id", id);
	json_close(json, '}');
}

/* PATH of the site, absolute where the site says its address; from FOLDER up
   otherwise. */
static struct str address(const struct data *data, struct buf *out, const char *up, struct str path)
{
	struct str url = route_url(data->route);

	buf_clear(out);
	if (url.ptr) {
		buf_put_str(out, url);
		buf_put_char(out, '/');
	} else {
		buf_put_text(out, up);
	}
	buf_put_str(out, path);
	return buf_str(out);
}

static struct str title_of(const struct data *data)
{
	struct str title = record_text(data->site->record, SITE_TITLE);

	return title.len ? title : STR("Evaluaciones");
}

static struct str description_of(const struct data *data)
{
	struct str text = record_text(data->site->record, SITE_DESCRIPTION);

	return text.len ? text : STR("Evaluaciones de recursos federales, según el formato CONAC.");
}

static struct str title_of_item(const struct data *data, const struct plan_item *item)
{
	return form_of(item)->title ? str_from(form_of(item)->title) :
	       tables_at(data->tables, (enum table_id)item->page)->title;
}

static const char *const keywords[] = {
	"evaluación", "recursos federales", "gasto federalizado", "formato CONAC", "recomendaciones", "transparencia",
};

static void put_keywords(struct json *json, const char *key)
{
	json_open_key(json, key, '[');
	for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
		json_text(json, str_from(keywords[i]));
	json_close(json, ']');
}

/* --- DCAT 3. */

static void put_context(struct json *json)
{
	static const char *const prefixes[][2] = {
		{ "dcat", "http://www.w3.org/ns/dcat#" },
		{ "dct", "http://purl.org/dc/terms/" },
		{ "foaf", "http://xmlns.com/foaf/0.1/" },
		{ "spdx", "http://spdx.org/rdf/terms#" },
		{ "xsd", "http://www.w3.org/2001/XMLSchema#" },
	};

	json_open_key(json, "@context", '{');
	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		json_put_words(json, prefixes[i][0], prefixes[i][1]);
	json_close(json, '}');
}

static void put_spanish(struct json *json, const char *key, struct str text)
{
	json_open_key(json, key, '{');
	json_put_words(json, "@language", "es");
	json_put(json, "@value", text);
	json_close(json, '}');
}

static void put_typed(struct json *json, const char *key, const char *type, struct str text)
{
	json_open_key(json, key, '{');
	json_put_words(json, "@type", type);
	json_put(json, "@value", text);
	json_close(json, '}');
}

static void put_modified(struct json *json, struct date date)
{
	struct buf text;

	if (!date_is_set(date))
		return;
	buf_init(&text);
	date_put_iso(&text, date);
	put_typed(json, "dct:modified", "xsd:date", buf_str(&text));
	json_put(json, "dcat:version", buf_str(&text));
	buf_dispose(&text);
}

static void put_publisher(struct json *json, const struct data *data)
{
	json_open_key(json, "dct:publisher", '{');
	json_put_words(json, "@type", "foaf:Organization");
	json_put(json, "foaf:name", record_text(data->site->record, SITE_PUBLISHER));
	json_close(json, '}');
}

static void put_distribution(struct json *json, const struct data *data, const struct plan_item *item, struct buf *text)
{
	const struct plan_made *made = data_made(data, item);

	json_open(json, '{');
	json_put_words(json, "@type", "dcat:Distribution");
	put_spanish(json, "dct:title", title_of_item(data, item));
	put_reference(json, "dcat:downloadURL", address(data, text, "../", item->path));
	put_reference(json, "dcat:accessURL", address(data, text, "../", STR("datos/index.html")));
	buf_clear(text);
	buf_printf(text, "https://www.iana.org/assignments/media-types/%s", form_of(item)->media);
	put_reference(json, "dcat:mediaType", buf_str(text));
	buf_clear(text);
	buf_printf(text, "%llu", (unsigned long long)made->size);
	put_typed(json, "dcat:byteSize", "xsd:nonNegativeInteger", buf_str(text));
	json_open_key(json, "spdx:checksum", '{');
	json_put_words(json, "@type", "spdx:Checksum");
	put_reference(json, "spdx:algorithm", STR("http://spdx.org/rdf/terms#checksumAlgorithm_sha256"));
	put_typed(json, "spdx:checksumValue", "xsd:hexBinary", str_from(made->digest));
	json_close(json, '}');
	if (licence_address(record_text(data->site->record, SITE_LICENCE)).len)
		put_reference(json, "dct:license", licence_address(record_text(data->site->record, SITE_LICENCE)));
	json_close(json, '}');
}

/* From the first year evaluated to the last. */
static void put_years(struct json *json, const struct data *data)
{
	const struct site *site = data->site;
	uint32_t count = site->kinds[ENTRY_YEAR].count;

	if (!count)
		return;
	json_open_key(json, "dct:temporal", '{');
	json_put_words(json, "@type", "dct:PeriodOfTime");
	put_typed(json, "dcat:startDate", "xsd:gYear", site->kinds[ENTRY_YEAR].at[0]->key);
	put_typed(json, "dcat:endDate", "xsd:gYear", site->kinds[ENTRY_YEAR].at[count - 1]->key);
	json_close(json, '}');
}

static void put_dataset(struct json *json, const struct data *data, struct buf *text)
{
	json_open(json, '{');
	json_put(json, "@id", address(data, text, "../", STR("datos/index.html#conjunto")));
	json_put_words(json, "@type", "dcat:Dataset");
	put_spanish(json, "dct:title", title_of(data));
	put_spanish(json, "dct:description", description_of(data));
	json_put(json, "dct:identifier", address(data, text, "", STR("datos/index.html#conjunto")));
	put_modified(json, data->site->today);
	put_reference(json, "dct:language", STR("http://publications.europa.eu/resource/authority/language/SPA"));
	put_reference(json, "dcat:landingPage", address(data, text, "../", STR("datos/index.html")));
	put_keywords(json, "dcat:keyword");
	put_years(json, data);
	put_publisher(json, data);
	json_open_key(json, "dcat:distribution", '[');
	for (size_t i = 0; i < data->plan->items.count; i++)
		if (form_of(&data->plan->items.at[i]))
			put_distribution(json, data, &data->plan->items.at[i], text);
	json_close(json, ']');
	json_close(json, '}');
}

void put_catalogue(const struct data *data, struct buf *out)
{
	struct json json;
	struct buf text;

	buf_init(&text);
	json_init(&json, out);
	json_open(&json, '{');
	put_context(&json);
	json_put(&json, "@id", address(data, &text, "../", STR("datos/catalogo.jsonld")));
	json_put_words(&json, "@type", "dcat:Catalog");
	put_spanish(&json, "dct:title", title_of(data));
	put_spanish(&json, "dct:description", description_of(data));
	put_reference(&json, "foaf:homepage", address(data, &text, "../", STR("index.html")));
	put_modified(&json, data->site->today);
	put_publisher(&json, data);
	json_open_key(&json, "dcat:dataset", '[');
	put_dataset(&json, data, &text);
	json_close(&json, ']');
	json_close(&json, '}');
	buf_put_char(out, '\n');
	buf_dispose(&text);
}

/* --- data.json, at the root, as Project Open Data (v1.1) wants it. */

static void put_contact(struct json *json, const struct data *data)
{
	struct str email = record_text(data->site->record, SITE_EMAIL);
	struct buf text;

	if (!email.len)
		return;
	buf_init(&text);
	buf_printf(&text, "mailto:%.*s", STR_ARG(email));
	json_open_key(json, "contactPoint", '{');
	json_put_words(json, "@type", "vcard:Contact");
	json_put(json, "fn", record_text(data->site->record, SITE_PUBLISHER));
	json_put(json, "hasEmail", buf_str(&text));
	json_close(json, '}');
	buf_dispose(&text);
}

static void put_pod_distribution(struct json *json, const struct data *data, const struct plan_item *item,
				 struct buf *text)
{
	json_open(json, '{');
	json_put_words(json, "@type", "dcat:Distribution");
	json_put(json, "title", title_of_item(data, item));
	json_put(json, "downloadURL", address(data, text, "", item->path));
	json_put_words(json, "mediaType", form_of(item)->media);
	json_put_words(json, "format", form_of(item)->format);
	json_close(json, '}');
}

void put_pod(const struct data *data, struct buf *out)
{
	struct str licence = licence_address(record_text(data->site->record, SITE_LICENCE));
	struct json json;
	struct buf text;

	buf_init(&text);
	json_init(&json, out);
	json_open(&json, '{');
	json_put_words(&json, "@context", "https://project-open-data.cio.gov/v1.1/schema/catalog.jsonld");
	json_put_words(&json, "@type", "dcat:Catalog");
	json_put_words(&json, "conformsTo", "https://project-open-data.cio.gov/v1.1/schema");
	json_put_words(&json, "describedBy", "https://project-open-data.cio.gov/v1.1/schema/catalog.json");
	json_open_key(&json, "dataset", '[');
	json_open(&json, '{');
	json_put_words(&json, "@type", "dcat:Dataset");
	json_put(&json, "identifier", address(data, &text, "", STR("datos/index.html#conjunto")));
	json_put(&json, "title", title_of(data));
	json_put(&json, "description", description_of(data));
	put_keywords(&json, "keyword");
	if (date_is_set(data->site->today)) {
		json_key(&json, "modified");
		json_put_date(&json, data->site->today);
	}
	json_open_key(&json, "publisher", '{');
	json_put_words(&json, "@type", "org:Organization");
	json_put(&json, "name", record_text(data->site->record, SITE_PUBLISHER));
	json_close(&json, '}');
	put_contact(&json, data);
	json_put_words(&json, "accessLevel", "public");
	if (licence.len)
		json_put(&json, "license", licence);
	json_open_key(&json, "language", '[');
	json_text(&json, STR("es-MX"));
	json_close(&json, ']');
	json_put(&json, "landingPage", address(data, &text, "", STR("datos/index.html")));
	json_open_key(&json, "distribution", '[');
	for (size_t i = 0; i < data->plan->items.count; i++)
		if (form_of(&data->plan->items.at[i]))
			put_pod_distribution(&json, data, &data->plan->items.at[i], &text);
	json_close(&json, ']');
	json_close(&json, '}');
	json_close(&json, ']');
	json_close(&json, '}');
	buf_put_char(out, '\n');
	buf_dispose(&text);
}
