/*
 * card.c -- each evaluation on four lines: how complete, in time or not, what was found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "card.h"

#include <stdlib.h>

#include "base/arena.h"

struct cards cards_of(const struct site *site, struct diag *diag, const struct chosen *chosen)
{
	struct cards cards = { 0 };

	if (!site)
		return cards;
	cards.at = memory_alloc((site->evaluations.count + 1) * sizeof *cards.at);
	for (uint32_t i = 0; i < site->evaluations.count; i++) {
		const struct evaluation *evaluation = site->evaluations.at[i];
		struct card *card = &cards.at[cards.count];

		if (!chosen_has(chosen, evaluation))
			continue;
		cards.count++;
		*card = (struct card){ .evaluation = evaluation };
		card->completeness = evaluation_completeness(evaluation);
		card->accepted = diag_tally(diag, evaluation->entry.path, card->counts);
		if (evaluation->follow_up)
			card->accepted += diag_tally(diag, evaluation->follow_up->path, card->counts);
	}
	return cards;
}

static const char *state_of(const struct evaluation *evaluation)
{
	return evaluation->withdrawn ? "retirada" : evaluation->entry.draft ? "borrador" : "publicada";
}

/* ---- the term ---- */

/* NULL: nobody can know. */
static const char *timeliness(const struct site *site, const struct evaluation *evaluation)
{
	const struct clock *clock = &evaluation->clock;

	if (!date_is_set(clock->due))
		return NULL;
	if (date_is_set(clock->published))
		return clock->late > 0 ? "tarde" : "a-tiempo";
	if (date_compare(clock->due, site->today) >= 0)
		return "por-vencer";
	return evaluation->entry.draft ? "vencido" : NULL;
}

static void put_term(struct buf *out, const struct site *site, const struct evaluation *evaluation)
{
	const struct clock *clock = &evaluation->clock;
	const char *word = timeliness(site, evaluation);

	if (!date_is_set(clock->due)) {
		buf_put_text(out, "no se sabe: falta el término (1.3) o «plazo_publicacion» en sitio.yaml");
		return;
	}
	if (word && strcmp(word, "tarde") == 0)
		buf_printf(out, "tarde por %d %s: ", clock->late, clock->late == 1 ? "día" : "días");
	else if (word && strcmp(word, "a-tiempo") == 0)
		buf_put_text(out, "a tiempo: ");
	buf_put_text(out, date_compare(clock->due, site->today) < 0 ? "venció el " : "vence el ");
	date_put_official(out, clock->due);
	if (date_is_set(clock->published)) {
		buf_put_text(out, ", se publicó el ");
		date_put_official(out, clock->published);
	} else if (date_compare(clock->due, site->today) < 0) {
		buf_put_text(out, evaluation->entry.draft ? " y sigue en borrador" : "; no consta cuándo se publicó");
	}
}

/* ---- text ---- */

static void put_count(struct buf *out, const char *before, size_t count, const char *one, const char *more)
{
	buf_printf(out, "%s%zu %s", before, count, count == 1 ? one : more);
}

static void put_card(struct buf *out, const struct site *site, const struct card *card)
{
	const struct completeness *fields = &card->completeness;

	buf_printf(out, "%.*s, %s\n  campos  ", STR_ARG(card->evaluation->entry.key), state_of(card->evaluation));
	put_count(out, "", fields->complete, "completo", "completos");
	put_count(out, ", ", fields->none, "explícitamente ninguno", "explícitamente ninguno");
	put_count(out, ", ", fields->not_on_record, "no consta", "no constan");
	put_count(out, ", ", fields->missing, "falta", "faltan");
	buf_put_text(out, "\n  plazo   ");
	put_term(out, site, card->evaluation);
	put_count(out, "\n  avisos  ", card->counts[SEVERITY_ERROR], "error", "errores");
	put_count(out, ", ", card->counts[SEVERITY_WARNING], "advertencia", "advertencias");
	put_count(out, ", ", card->counts[SEVERITY_NOTE], "nota", "notas");
	if (card->accepted)
		put_count(out, "; ", card->accepted, "aceptado", "aceptados");
	buf_put_text(out, "\n\n");
}

void cards_put_text(struct buf *out, const struct site *site, struct cards cards)
{
	for (uint32_t i = 0; i < cards.count; i++)
		put_card(out, site, &cards.at[i]);
}

/* ---- JSON ---- */

static void put_number(struct json *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_number(json, number);
}

static void put_date(struct json *json, const char *key, struct date date)
{
	struct buf text;

	json_key(json, key);
	if (!date_is_set(date)) {
		json_null(json);
		return;
	}
	buf_init(&text);
	date_put_iso(&text, date);
	json_text(json, buf_str(&text));
	buf_dispose(&text);
}

static void put_object(struct json *json, const struct site *site, const struct card *card)
{
	const char *word = timeliness(site, card->evaluation);

	json_open(json, '{');
	json_key(json, "evaluation");
	json_text(json, card->evaluation->entry.key);
	json_key(json, "state");
	json_text(json, str_from(state_of(card->evaluation)));
	put_number(json, "complete", card->completeness.complete);
	put_number(json, "none", card->completeness.none);
	put_number(json, "not_on_record", card->completeness.not_on_record);
	put_number(json, "missing", card->completeness.missing);
	put_date(json, "due", card->evaluation->clock.due);
	put_date(json, "published", card->evaluation->clock.published);
	json_key(json, "term");
	if (word)
		json_text(json, str_from(word));
	else
		json_null(json);
	put_number(json, "days_late", card->evaluation->clock.late);
	put_number(json, "errors", (int64_t)card->counts[SEVERITY_ERROR]);
	put_number(json, "warnings", (int64_t)card->counts[SEVERITY_WARNING]);
	put_number(json, "notes", (int64_t)card->counts[SEVERITY_NOTE]);
	put_number(json, "accepted", (int64_t)card->accepted);
	json_close(json, '}');
}

void cards_put_json(struct json *json, const struct site *site, struct cards cards)
{
	json_open(json, '[');
	for (uint32_t i = 0; i < cards.count; i++)
		put_object(json, site, &cards.at[i]);
	json_close(json, ']');
}
