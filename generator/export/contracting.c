/*
 * contracting.c -- the contracts as releases of the Open Contracting Data Standard 1.1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A release for each contract of content/contratos/, and one for each
 * evaluation that says how it was contracted and names no contract. Said is
 * what the record says and nothing else: an award without an amount has none,
 * and what an order took out is not there. A prefix of the standard's register
 * (`prefijo_ocds`) comes before every ocid, where the publisher has one.
 */
#include "base/money.h"
#include "files.h"

struct teller {
	struct json json;
	const struct data *data;
	struct buf id, date;
};

static bool is_out(const struct evaluation *evaluation, enum record_type_id type, int field)
{
	return evaluation_suppresses(evaluation, type, field);
}

static const struct record *contracting_of(const struct evaluation *evaluation)
{
	const struct record *record = record_nested(evaluation->entry.record, EVALUATION_CONTRACTING);

	return is_out(evaluation, RECORD_EVALUATION, EVALUATION_CONTRACTING) ? NULL : record;
}

/* It stands alone, and says something of how it was contracted. */
static bool has_release(const struct evaluation *evaluation)
{
	const struct record *record = contracting_of(evaluation);

	return !evaluation->contract && record &&
	       (slot_has(record_slot(record, CONTRACTING_AWARD)) || slot_has(record_slot(record, CONTRACTING_COST)));
}

bool has_contracting(const struct site *site)
{
	if (!date_is_set(site->today))
		return false;
	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++)
		if (has_release(entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i])))
			return true;
	return site->kinds[ENTRY_CONTRACT].count > 0;
}

/* --- Parts. */

static void put_value(struct json *json, int64_t centavos)
{
	struct buf text;

	if (centavos < 0)
		return;
	buf_init(&text);
	money_put_plain(&text, centavos);
	json_open_key(json, "value", '{');
	json_key(json, "amount");
	json_decimal(json, buf_str(&text));
	json_put_words(json, "currency", "MXN");
	json_close(json, '}');
	buf_dispose(&text);
}

static void put_party(struct json *json, const struct entry *entry, const char *role)
{
	json_open(json, '{');
	json_put(json, "id", entry->key);
	json_put(json, "name", entry->name);
	if (role) {
		json_open_key(json, "roles", '[');
		json_text(json, str_from(role));
		json_close(json, ']');
	}
	json_close(json, '}');
}

static const struct entry *supplier_of(const struct evaluation *evaluation)
{
	if (!evaluation || is_out(evaluation, RECORD_EVALUATION, EVALUATION_EVALUATOR) ||
	    is_out(evaluation, RECORD_EVALUATOR_DATA, EVALUATOR_DATA_INSTITUTION))
		return NULL;
	return evaluation->evaluator;
}

static const struct entry *buyer_of(const struct evaluation *evaluation)
{
	return evaluation ? evaluation->entity : NULL;
}

/* The codes of the standard; what it has no code for is told in words. */
static const char *method_of(struct str award)
{
	static const char *const codes[][2] = {
		{ "adjudicacion-directa", "direct" },
		{ "invitacion-a-tres", "limited" },
		{ "licitacion-publica-nacional", "open" },
		{ "licitacion-publica-internacional", "open" },
	};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (str_equal(award, str_from(codes[i][0])))
			return codes[i][1];
	return NULL;
}

static void put_tender(struct teller *teller, const struct evaluation *evaluation, struct str title)
{
	struct json *json = &teller->json;
	const struct record *record = evaluation ? contracting_of(evaluation) : NULL;
	const struct slot *award = record_slot(record, CONTRACTING_AWARD);

	json_open_key(json, "tender", '{');
	json_put(json, "id", buf_str(&teller->id));
	json_put(json, "title", title);
	if (slot_has(award) && !is_out(evaluation, RECORD_CONTRACTING, CONTRACTING_AWARD)) {
		if (method_of(award->choice->value))
			json_put_words(json, "procurementMethod", method_of(award->choice->value));
		json_put(json, "procurementMethodDetails", award->choice->label);
	}
	json_close(json, '}');
}

static void put_contract(struct teller *teller, const struct evaluation *evaluation, struct str title, int64_t cost)
{
	struct json *json = &teller->json;
	const struct entry *supplier = supplier_of(evaluation);

	json_open_key(json, "awards", '[');
	json_open(json, '{');
	json_put(json, "id", buf_str(&teller->id));
	json_put(json, "title", title);
	json_put_words(json, "status", "active");
	put_value(json, cost);
	if (supplier) {
		json_open_key(json, "suppliers", '[');
		put_party(json, supplier, NULL);
		json_close(json, ']');
	}
	json_close(json, '}');
	json_close(json, ']');
	json_open_key(json, "contracts", '[');
	json_open(json, '{');
	json_put(json, "id", buf_str(&teller->id));
	json_put(json, "awardID", buf_str(&teller->id));
	json_put(json, "title", title);
	put_value(json, cost);
	json_close(json, '}');
	json_close(json, ']');
}

static void put_ocid(struct teller *teller)
{
	struct str prefix = record_text(teller->data->site->record, SITE_OCDS);
	struct buf ocid;

	buf_init(&ocid);
	buf_put_str(&ocid, prefix);
	buf_put_text(&ocid, prefix.len ? "-" : "");
	buf_put_str(&ocid, buf_str(&teller->id));
	json_put(&teller->json, "ocid", buf_str(&ocid));
	buf_dispose(&ocid);
}

/* ID and the day are those of the teller; EVALUATION is the first of the contract, or NULL. */
static void put_release(struct teller *teller, const struct evaluation *evaluation, struct str title, int64_t cost)
{
	struct json *json = &teller->json;
	const struct entry *buyer = buyer_of(evaluation), *supplier = supplier_of(evaluation);

	json_open(json, '{');
	put_ocid(teller);
	json_put(json, "id", buf_str(&teller->id));
	json_put(json, "date", buf_str(&teller->date));
	json_open_key(json, "tag", '[');
	json_text(json, STR("contract"));
	json_close(json, ']');
	json_put_words(json, "initiationType", "tender");
	json_put_words(json, "language", "es");
	json_open_key(json, "parties", '[');
	if (buyer)
		put_party(json, buyer, "buyer");
	if (supplier)
		put_party(json, supplier, "supplier");
	json_close(json, ']');
	if (buyer) {
		json_key(json, "buyer");
		put_party(json, buyer, NULL);
	}
	put_tender(teller, evaluation, title);
	put_contract(teller, evaluation, title, cost);
	json_close(json, '}');
}

/* The contract's own figure, or the highest of its evaluations that may be told. */
static int64_t cost_of(const struct entry *contract)
{
	int64_t cost = record_number(contract->record, CONTRACT_COST, -1);
	bool own = cost >= 0;

	for (uint32_t i = 0; i < contract->evaluations.count && !own; i++)
		if (contract->evaluations.at[i]->cost > cost &&
		    !is_out(contract->evaluations.at[i], RECORD_CONTRACTING, CONTRACTING_COST))
			cost = contract->evaluations.at[i]->cost;
	return cost;
}

static struct str title_of(const struct evaluation *evaluation)
{
	return is_out(evaluation, RECORD_EVALUATION, EVALUATION_NAME) ? evaluation->entry.key : evaluation->entry.name;
}

static void put_releases(struct teller *teller)
{
	const struct site *site = teller->data->site;

	for (uint32_t i = 0; i < site->kinds[ENTRY_CONTRACT].count; i++) {
		struct entry *contract = site->kinds[ENTRY_CONTRACT].at[i];

		buf_clear(&teller->id);
		buf_printf(&teller->id, "contrato-%.*s", STR_ARG(contract->key));
		put_release(teller, contract->evaluations.count ? contract->evaluations.at[0] : NULL, contract->name,
			    cost_of(contract));
	}
	for (uint32_t i = 0; i < site->kinds[ENTRY_EVALUATION].count; i++) {
		const struct evaluation *evaluation = entry_evaluation(site->kinds[ENTRY_EVALUATION].at[i]);

		if (!has_release(evaluation))
			continue;
		buf_clear(&teller->id);
		buf_printf(&teller->id, "evaluacion-%.*s", STR_ARG(evaluation->entry.key));
		for (size_t j = 0; j < teller->id.len; j++)
			if (teller->id.ptr[j] == '/')
				teller->id.ptr[j] = '-';
		put_release(teller, evaluation, title_of(evaluation),
			    is_out(evaluation, RECORD_CONTRACTING, CONTRACTING_COST) ? -1 : evaluation->cost);
	}
}

void put_contracting(const struct data *data, struct buf *out)
{
	struct str url = route_url(data->route);
	struct teller teller = { .data = data };
	struct json *json = &teller.json;
	struct buf text;

	buf_init(&text);
	buf_init(&teller.id);
	buf_init(&teller.date);
	date_put_iso(&teller.date, data->site->today);
	buf_put_text(&teller.date, "T00:00:00Z");
	json_init(json, out);
	json_open(json, '{');
	buf_printf(&text, "%.*s/datos/ocds.json", STR_ARG(url));
	json_put(json, "uri", url.ptr ? buf_str(&text) : STR("ocds.json"));
	json_put_words(json, "version", "1.1");
	json_put(json, "publishedDate", buf_str(&teller.date));
	json_open_key(json, "publisher", '{');
	json_put(json, "name", record_text(data->site->record, SITE_PUBLISHER));
	json_close(json, '}');
	json_open_key(json, "releases", '[');
	put_releases(&teller);
	json_close(json, ']');
	json_close(json, '}');
	buf_put_char(out, '\n');
	buf_dispose(&text);
	buf_dispose(&teller.id);
	buf_dispose(&teller.date);
}
