/*
 * dump.c -- `diafano dump`: what was understood of the content, as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests, and for whoever asks why a page says what it says. Every slot with
 * its state, every item with its line, every edge in both directions; nothing
 * that depends on addresses or themes.
 */
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "project.h"

static const char *state_word(uint8_t state)
{
	static const char *const words[] = {
		"ausente", "no-consta", "no-aplica", "en-blanco", "reservado", "valor", "erroneo",
	};

	return words[state];
}

static void dump_record(const struct record *record, int depth);

static void dump_reference(const struct reference *reference)
{
	const struct entry *target = reference->target;

	printf("-> %s %.*s", target ? entry_kind_word(target->kind) : "?", STR_ARG(reference->key));
	if (reference->words.len)
		printf(" «%.*s»", STR_ARG(reference->words));
}

/* The value of a slot of the single kind KIND. */
static void dump_value(enum field_kind kind, const struct slot *slot)
{
	struct buf buf;

	buf_init(&buf);
	switch (kind) {
	case FIELD_NUMBER:
	case FIELD_NUMBERS:
	case FIELD_YEAR:
		printf("%lld", (long long)slot->number);
		break;
	case FIELD_MONEY:
		money_put(&buf, slot->number);
		break;
	case FIELD_DATE:
		date_put_iso(&buf, slot->date);
		break;
	case FIELD_SCORE:
		printf("%lld/%lld milésimas", (long long)slot->score->points,
		       (long long)slot->score->maximum);
		break;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_OPEN_CHOICE:
		buf_put_str(&buf, slot->choice->value);
		break;
	case FIELD_REFERENCE:
	case FIELD_REFERENCES:
		dump_reference(slot->reference);
		break;
	default:
		buf_put_str(&buf, slot->text);
		break;
	}
	printf("%s", buf.ptr);
	buf_dispose(&buf);
}

static void dump_list(const struct field *field, const struct slot *slot, int depth)
{
	for (uint32_t i = 0; i < slot->list.count; i++) {
		const struct slot *element = &slot->list.at[i];

		if (field->kind == FIELD_RECORDS || element->nested) {
			printf("%*s%.*s[%u]:\n", depth, "", STR_ARG(field->key), i + 1);
			dump_record(element->record, depth + 2);
			continue;
		}
		printf("%*s%.*s[%u]: ", depth, "", STR_ARG(field->key), i + 1);
		dump_value(field->kind == FIELD_COVERS ? FIELD_REFERENCE : field->kind, element);
		putchar('\n');
	}
}

static bool is_list(enum field_kind kind)
{
	return kind == FIELD_KEYS || kind == FIELD_NUMBERS || kind == FIELD_CHOICES ||
	       kind == FIELD_TEXTS || kind == FIELD_REFERENCES || kind == FIELD_RECORDS ||
	       kind == FIELD_COVERS;
}

static void dump_slot(const struct field *field, const struct slot *slot, int depth)
{
	if (slot->state == STATE_ABSENT)
		return;
	if (slot->state != STATE_VALUE) {
		printf("%*s%.*s (%s) @%u:%u\n", depth, "", STR_ARG(field->key),
		       state_word(slot->state), slot->line, slot->column);
		return;
	}
	if (is_list(field->kind)) {
		dump_list(field, slot, depth);
	} else if (field->kind == FIELD_RECORD) {
		printf("%*s%.*s:\n", depth, "", STR_ARG(field->key));
		dump_record(slot->record, depth + 2);
	} else {
		printf("%*s%.*s: ", depth, "", STR_ARG(field->key));
		dump_value(field->kind, slot);
		printf(" @%u:%u\n", slot->line, slot->column);
	}
}

static void dump_record(const struct record *record, int depth)
{
	for (size_t i = 0; i < record->type->count; i++)
		dump_slot(&record->type->fields[i], &record->slots[i], depth);
}

/* Plain words; a link is [words -> where]. */
static void dump_prose(const struct site *site, struct prose prose)
{
	struct prose_reader reader = prose_read(prose);
	struct prose_token token;
	uint32_t target = 0;

	while (prose_next(&reader, &token)) {
		bool link = token.kind == PROSE_LINK || token.kind == PROSE_IMAGE;

		if (token.close) {
			if (link && target)
				printf(" -> %.*s]", STR_ARG(site->entries[target - 1]->key));
			else if (link)
				putchar(']');
			else if (token.kind == PROSE_PARAGRAPH || token.kind == PROSE_CELL ||
				 token.kind == PROSE_HEADING)
				putchar(' ');
			continue;
		}
		if (link) {
			target = token.target;
			putchar('[');
		} else if (token.kind == PROSE_TEXT || token.kind == PROSE_CODE ||
			   token.kind == PROSE_CODE_BLOCK || token.kind == PROSE_HTML ||
			   token.kind == PROSE_HTML_BLOCK) {
			for (size_t i = 0; i < token.text.len; i++)
				putchar(token.text.ptr[i] == '\n' ? ' ' : token.text.ptr[i]);
		}
	}
}

static void dump_section(const struct site *site, const struct section *section,
			 const struct section_type *type)
{
	if (section->state == STATE_ABSENT)
		return;
	printf("  %s (%s) @%u", type->number, state_word(section->state), section->line);
	if (section->count == 0 && section->prose.len) {
		fputs(": ", stdout);
		dump_prose(site, section->prose);
	}
	putchar('\n');
	for (uint32_t i = 0; i < section->count; i++) {
		const struct item *item = &section->items[i];

		printf("    %s-%u @%u: ", type->anchor, i + 1, item->line);
		dump_prose(site, (struct prose){ section->prose.ptr + item->offset, item->length });
		putchar('\n');
	}
}

static void dump_date(const char *name, struct date date)
{
	struct buf buf;

	if (!date_is_set(date))
		return;
	buf_init(&buf);
	date_put_iso(&buf, date);
	printf("  = %s %s\n", name, buf.ptr);
	buf_dispose(&buf);
}

static void dump_evaluation(const struct site *site, const struct evaluation *evaluation)
{
	for (int id = 0; id < SECTIONS; id++)
		dump_section(site, &evaluation->sections[id], section_type((enum section_id)id));
	dump_date("vence", evaluation->clock.due);
	if (evaluation->clock.late)
		printf("  = %d días de retraso\n", evaluation->clock.late);
	if (evaluation->previous)
		printf("  = anterior %.*s\n", STR_ARG(evaluation->previous->entry.key));
	if (evaluation->next)
		printf("  = siguiente %.*s\n", STR_ARG(evaluation->next->entry.key));
	for (uint32_t i = 0; i < evaluation->related.count; i++)
		printf("  = relacionada %.*s\n", STR_ARG(evaluation->related.at[i]->entry.key));
}

static void dump_cost(struct evaluation_list list)
{
	struct buf buf;
	uint32_t unknown;

	if (list.count == 0)
		return;
	buf_init(&buf);
	money_put(&buf, evaluations_cost(list, &unknown));
	if (unknown < list.count)
		printf("  = costo %s; %u sin costo\n", buf.ptr, unknown);
	buf_dispose(&buf);
}

static void dump_edges(const struct entry *entry)
{
	dump_cost(entry->evaluations);
	for (uint32_t i = 0; i < entry->evaluations.count; i++)
		printf("  <- %.*s\n", STR_ARG(entry->evaluations.at[i]->entry.key));
	for (uint32_t i = 0; i < entry->mentions.count; i++) {
		const struct mention *mention = &entry->mentions.at[i];

		printf("  <~ %.*s", STR_ARG(mention->from->key));
		if (mention->section < SECTIONS)
			printf(" %s", section_type((enum section_id)mention->section)->number);
		if (mention->item)
			printf(" (%u)", mention->item);
		putchar('\n');
	}
	for (uint32_t i = 0; i < entry->children.count; i++)
		printf("  > %.*s\n", STR_ARG(entry->children.at[i]->key));
}

static void dump_entry(const struct site *site, struct entry *entry)
{
	printf("%s %.*s", entry_kind_word(entry->kind), STR_ARG(entry->key));
	if (!entry->path.ptr && entry->kind != ENTRY_YEAR)
		fputs(" (sin archivo)", stdout);
	putchar('\n');
	if (entry->record)
		dump_record(entry->record, 2);
	if (entry_evaluation(entry))
		dump_evaluation(site, entry_evaluation(entry));
	if (entry->body.len) {
		fputs("  cuerpo: ", stdout);
		dump_prose(site, entry->body);
		putchar('\n');
	}
	dump_edges(entry);
}

static void dump_promise(const struct promise *promise)
{
	printf("promesa %d %.*s %d: %.*s\n", promise->programme_year,
	       STR_ARG(promise->fund->key), promise->year,
	       STR_ARG(promise->evaluation ? promise->evaluation->entry.key : STR("pendiente")));
}

static void dump_recommendation(const struct recommendation *recommendation)
{
	if (!recommendation->asm_count && !recommendation->rejected)
		return;
	printf("recomendación %.*s %u:", STR_ARG(recommendation->evaluation->entry.key),
	       recommendation->item);
	for (uint32_t i = 0; i < recommendation->asm_count; i++)
		printf(" %.*s%s", STR_ARG(record_text(recommendation->asms[i], ASM_KEY)),
		       asm_is_open(recommendation->asms[i]) ? " (abierto)" : " (cerrado)");
	puts(recommendation->rejected ? " no aceptada" : "");
}

static void dump_site(const struct site *site)
{
	printf("hoy ");
	if (date_is_set(site->today))
		printf("%d-%02d-%02d\n", site->today.year, site->today.month, site->today.day);
	else
		puts("?");
	if (site->record) {
		puts("sitio");
		dump_record(site->record, 2);
	}
	for (uint32_t i = 0; i < site->count; i++)
		dump_entry(site, site->entries[i]);
	for (uint32_t i = 0; i < site->promise_count; i++)
		dump_promise(&site->promises[i]);
	for (uint32_t i = 0; i < site->recommendation_count; i++)
		dump_recommendation(&site->recommendations[i]);
	for (uint32_t i = 0; i < site->former_count; i++)
		printf("antes %.*s: %.*s\n", STR_ARG(site->formers[i].key),
		       STR_ARG(site->formers[i].entry->key));
}

/* ---- for theme authors ---- */

static int dump_manual(void)
{
	struct buf out;

	buf_init(&out);
	page_put_manual(&out);
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&out);
	return 0;
}

/* Every value of every page against the manual; 1 when they differ. */
static int dump_faults(const struct options *options)
{
	struct project project;
	struct arena scratch, arena;
	struct map seen;
	struct buf out;
	bool planned = false;
	int status = project_open(&project, options);

	if (status != 0)
		return status;
	diag_keep(project.diag, SEVERITY_WARNING);
	arena_init(&scratch);
	arena_init(&arena);
	map_init(&seen);
	buf_init(&out);
	if (project_read(&project) == 0) {
		project_remember(&project);
		planned = project_plan(&project) == 0;
	}
	if (planned)
		for (size_t i = 0; i < project.plan.items.count; i++)
			if (project.plan.items.at[i].maker == PLAN_PAGE)
				page_check(project.pages, &project.plan.items.at[i], &scratch,
					   &out, &seen, &arena, project.diag);
	fwrite(out.ptr, 1, out.len, stdout);
	status = project_report(&project);
	if (status == 0 && out.len)
		status = 1;
	buf_dispose(&out);
	map_dispose(&seen);
	arena_dispose(&arena);
	arena_dispose(&scratch);
	project_close(&project);
	return status;
}

int dump_run(const struct options *options)
{
	const char *what = options->word_count ? options->words[0] : "";
	struct project project;
	int status;

	if (strcmp(what, "plantillas") == 0)
		return dump_manual();
	if (strcmp(what, "valores") == 0)
		return dump_faults(options);
	if (*what)
		return usage_error("«dump» no sabe de «%s»: sólo de plantillas y valores", what);
	status = project_open(&project, options);
	if (status == 0) {
		if (project_read(&project) == 0)
			dump_site(project.site);
		fflush(stdout);
		status = project_report(&project);
	}
	project_close(&project);
	return status;
}
