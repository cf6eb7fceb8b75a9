/*
 * test_changes.c -- the changes of a comparison, applied: what comes out is the new version.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	test_changes ROOT	every step of every entry in the history of ROOT/content
 *
 * Of each two neighbours the old version is taken apart -- fields, elements of
 * lists, blocks of sections -- and the changes are applied to it as a reader
 * would: what they do not name stays, and stays in its order. The result must
 * be the new version, in its whole and in a reader's words; and what a change
 * says was there before must have been there. Since that holds of each step,
 * all steps from version 1 to N give version N.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/money.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "syntax/markdown.h"
#include "unit.h"
#include "version/chronicle.h"

struct trial {
	struct arena arena;
	const struct life *life;
	const struct edition *edition;
	uint32_t steps, changes, faults;
	enum { TAMPER_NONE, TAMPER_TEXT, TAMPER_DROP } tamper;
};

#define TAMPERED 50	/* steps that are tried with something wrong */

struct changes {
	const struct change *at;
	uint32_t count;
};

/* ---- texts, as a reader reads them ---- */

static struct str plain(struct trial *trial, struct str text)
{
	struct buf nfc, out;
	struct str plain_text;

	buf_init(&nfc);
	buf_init(&out);
	utf8_put_nfc(&nfc, text);
	for (size_t i = 0; i < nfc.len; i++) {
		char c = nfc.ptr[i];

		if (strchr("*_`[", c))		/* marks stand in runs alone */
			continue;
		if (c == ']' && i + 1 < nfc.len && nfc.ptr[i + 1] == '(') {
			while (i < nfc.len && nfc.ptr[i] != ')')
				i++;
			continue;
		}
		if (c == '\n' || c == '\t' || c == '\r')
			c = ' ';
		if (c != ' ' || (out.len && out.ptr[out.len - 1] != ' '))
			buf_put_char(&out, c);
	}
	plain_text = arena_str(&trial->arena, str_trim(buf_str(&out)));
	buf_dispose(&nfc);
	buf_dispose(&out);
	return plain_text;
}

static void fault(struct trial *trial, const char *what, struct str got, struct str wanted)
{
	size_t same = 0;

	if (trial->faults++ >= 5)
		return;
	while (same < got.len && same < wanted.len && got.ptr[same] == wanted.ptr[same])
		same++;
	same = same > 20 ? same - 20 : 0;
	printf("%.*s v%u: %s: «%.*s» / «%.*s»\n", STR_ARG(trial->life->key), trial->edition->number, what,
	       STR_ARG(str_slice(got, same, 200)), STR_ARG(str_slice(wanted, same, 200)));
}

static void check_text(struct trial *trial, const char *what, struct str got, struct str wanted)
{
	if (!str_equal(plain(trial, got), plain(trial, wanted)))
		fault(trial, what, plain(trial, got), plain(trial, wanted));
}

static void check_number(struct trial *trial, const char *what, uint64_t got, uint64_t wanted)
{
	if (got != wanted)
		fault(trial, what, arena_printf(&trial->arena, "%llu", (unsigned long long)got),
		      arena_printf(&trial->arena, "%llu", (unsigned long long)wanted));
}

/* The old or the new text that the runs of CHANGE make. */
static struct str side_of_runs(struct trial *trial, const struct change *change, bool is_new)
{
	struct buf out;
	struct str text;

	buf_init(&out);
	for (uint32_t i = 0; i < change->run_count; i++) {
		const struct run *run = &change->runs[i];

		if (run->kind == (is_new ? RUN_REMOVED : RUN_ADDED))
			continue;
		if (run->kind == RUN_EQUAL && !is_new ? run->old_gap : run->gap)
			buf_put_char(&out, ' ');
		buf_put_str(&out, run->text);
	}
	text = arena_str(&trial->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

/* What CHANGE makes of a text that was WAS. */
static struct str apply_text(struct trial *trial, const struct change *change, struct str was)
{
	trial->changes++;
	if (trial->tamper == TAMPER_TEXT)
		return STR("otra cosa");
	check_text(trial, "no estaba", change->old_text, was);
	if (!change->runs)
		return change->new_text;
	check_text(trial, "no estaba, por palabras", side_of_runs(trial, change, false), was);
	return side_of_runs(trial, change, true);
}

/* ---- values ---- */

static struct str value_of(struct trial *trial, enum field_kind kind, const struct slot *slot)
{
	struct buf out;
	struct str text;

	if (slot->state != STATE_VALUE)
		return STR("");
	switch (kind) {
	case FIELD_SCORE:	return slot->score->words;
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_OPEN_CHOICE:	return slot->choice->label;
	case FIELD_REFERENCE:
	case FIELD_REFERENCES:
	case FIELD_COVERS:	return slot->reference->words.len ? slot->reference->words : slot->reference->key;
	default:		break;
	}
	buf_init(&out);
	if (kind == FIELD_NUMBER || kind == FIELD_NUMBERS || kind == FIELD_YEAR)
		buf_printf(&out, "%lld", (long long)slot->number);
	else if (kind == FIELD_MONEY)
		money_put(&out, slot->number);
	else if (kind == FIELD_DATE)
		date_put_official(&out, slot->date);
	else
		buf_put_str(&out, slot->text);
	text = arena_str(&trial->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

static bool is_list(enum field_kind kind)
{
	return kind == FIELD_KEYS || kind == FIELD_NUMBERS || kind == FIELD_CHOICES || kind == FIELD_TEXTS ||
	       kind == FIELD_REFERENCES || kind == FIELD_RECORDS || kind == FIELD_COVERS;
}

static bool is_record(const struct field *field, const struct slot *slot)
{
	return field->kind == FIELD_RECORDS || slot->nested;
}

/* "Nombre: X; Teléfono: Y", as a whole record is told. */
static void put_record(struct trial *trial, struct buf *out, const struct record *record)
{
	bool first = true;

	for (size_t i = 0; i < record->type->count; i++) {
		const struct field *field = &record->type->fields[i];
		const struct slot *slot = &record->slots[i];

		if (slot->state == STATE_ABSENT)
			continue;
		buf_printf(out, "%s%.*s: ", first ? "" : "; ", STR_ARG(field->label));
		first = false;
		if (slot->state != STATE_VALUE)
			buf_put_text(out, state_words((enum state)slot->state));
		else if (field->kind == FIELD_RECORD)
			put_record(trial, out, slot->record);
		else if (!is_list(field->kind))
			buf_put_str(out, value_of(trial, field->kind, slot));
		else
			for (uint32_t k = 0; k < slot->list.count; k++) {
				buf_put_text(out, k ? " / " : "");
				if (is_record(field, &slot->list.at[k]))
					put_record(trial, out, slot->list.at[k].record);
				else
					buf_put_str(out, value_of(trial, field->kind, &slot->list.at[k]));
			}
	}
}

static struct str element_of(struct trial *trial, const struct field *field, const struct slot *slot)
{
	struct buf out;
	struct str text;

	buf_init(&out);
	if (is_record(field, slot))
		put_record(trial, &out, slot->record);
	else
		buf_put_str(&out, value_of(trial, field->kind, slot));
	text = arena_str(&trial->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

static enum state shown(const struct field *field, enum state state)
{
	return state == STATE_NOT_ON_RECORD && field->duty != DUTY_OPTIONAL ? STATE_ABSENT : state;
}

/* ---- fields ---- */

static void apply_record(struct trial *trial, const struct record_type *type, const struct record *old,
			 const struct record *new, struct changes changes, uint32_t depth);

static void apply_single(struct trial *trial, const struct field *field, const struct slot *old,
			 const struct slot *new, struct changes changes)
{
	struct str text = value_of(trial, field->kind, old);
	enum state state = (enum state)old->state;
	struct str key = field->kind == FIELD_REFERENCE && slot_has(old) ? old->reference->key : STR("");

	check_number(trial, "cambios de un valor", changes.count, changes.count > 0);
	if (changes.count) {
		check_number(trial, "estado de antes", changes.at->old_state, state);
		if (state == STATE_WRONG || changes.at->new_state == STATE_WRONG)
			return;		/* told by its line in the file */
		text = apply_text(trial, changes.at, text);
		state = changes.at->new_state;
		key = changes.at->new_key;
	}
	check_number(trial, "estado", shown(field, state), shown(field, (enum state)new->state));
	check_text(trial, "valor", text, value_of(trial, field->kind, new));
	if (field->kind == FIELD_REFERENCE && slot_has(new))
		check_text(trial, "clave", key, new->reference->key);
}

/* Where the elements of a new list come from. */
struct origin {
	const struct slot *old;		/* NULL: added */
	const struct change *change;	/* of the element itself; NULL: none */
	struct changes within;
	bool taken;
};

static void place_changes(struct trial *trial, struct origin *places, uint32_t room, bool *taken,
			  struct slot_list old, struct changes changes, uint32_t depth)
{
	for (uint32_t i = 0; i < changes.count; i++) {
		const struct change *change = &changes.at[i];
		const struct change_step *step = &change->path[depth];
		struct origin *place;

		if (!step->old_number && !step->new_number)
			continue;	/* the state of the list as a whole */
		if (step->old_number > old.count || step->new_number > room) {
			fault(trial, "un lugar que no hay", STR(""), STR(""));
			continue;
		}
		if (step->old_number)
			taken[step->old_number - 1] = true;
		if (!step->new_number)
			continue;
		place = &places[step->new_number - 1];
		place->taken = true;
		place->old = step->old_number ? &old.at[step->old_number - 1] : NULL;
		if (change->depth == depth + 1) {
			place->change = change;
			continue;
		}
		if (!place->within.count)
			place->within.at = change;
		place->within.count++;
	}
}

static uint32_t count_after(struct slot_list old, struct changes changes, uint32_t depth)
{
	uint32_t count = old.count;

	for (uint32_t i = 0; i < changes.count; i++) {
		if (changes.at[i].depth != depth + 1 || changes.at[i].part != PART_ELEMENT)
			continue;
		count += changes.at[i].kind == CHANGE_ADDED;
		count -= changes.at[i].kind == CHANGE_REMOVED;
	}
	return count;
}

static void check_element(struct trial *trial, const struct field *field, const struct origin *place,
			  const struct slot *new)
{
	struct str text = place->old ? element_of(trial, field, place->old) : STR("");

	if (place->change && place->change->kind != CHANGE_MOVED)
		text = apply_text(trial, place->change, text);
	check_text(trial, "elemento", text, element_of(trial, field, new));
}

static void apply_list(struct trial *trial, const struct field *field, const struct slot *old_slot,
		       const struct slot *new_slot, struct changes changes, uint32_t depth)
{
	struct slot_list old = slot_has(old_slot) ? old_slot->list : (struct slot_list){ 0 };
	struct slot_list new = slot_has(new_slot) ? new_slot->list : (struct slot_list){ 0 };
	uint32_t count = count_after(old, changes, depth), next = 0;
	struct origin *places = ARENA_ARRAY(&trial->arena, count, struct origin);
	bool *taken = ARENA_ARRAY(&trial->arena, old.count, bool);

	check_number(trial, "cuántos elementos", count, new.count);
	if (count != new.count)
		return;
	place_changes(trial, places, count, taken, old, changes, depth);
	for (uint32_t i = 0; i < count; i++) {
		while (next < old.count && taken[next])
			next++;
		if (!places[i].taken && next < old.count)
			places[i].old = &old.at[next++];
		if (places[i].old && is_record(field, places[i].old) && is_record(field, &new.at[i]))
			apply_record(trial, new.at[i].record->type, places[i].old->record, new.at[i].record,
				     places[i].within, depth + 1);
		else
			check_element(trial, field, &places[i], &new.at[i]);
	}
}

static void apply_field(struct trial *trial, const struct field *field, const struct slot *old,
			const struct slot *new, struct changes changes, uint32_t depth)
{
	enum state state = (enum state)old->state;

	if (!is_list(field->kind) && field->kind != FIELD_RECORD) {
		apply_single(trial, field, old, new, changes);
		return;
	}
	if (changes.count && changes.at->kind == CHANGE_STATE && changes.at->depth == depth + 1) {
		check_number(trial, "estado de antes", changes.at->old_state, state);
		state = changes.at->new_state;
		changes.at++;
		changes.count--;
		trial->changes++;
		check_number(trial, "estado", state, new->state);
	}
	if (field->kind == FIELD_RECORD)
		apply_record(trial, record_type(field->target), slot_has(old) ? old->record : NULL,
			     slot_has(new) ? new->record : NULL, changes, depth + 1);
	else
		apply_list(trial, field, old, new, changes, depth);
}

static void apply_record(struct trial *trial, const struct record_type *type, const struct record *old,
			 const struct record *new, struct changes changes, uint32_t depth)
{
	static const struct slot absent;

	for (size_t i = 0; i < type->count; i++) {
		struct changes own = { NULL, 0 };

		if (type->fields[i].key.ptr[0] == '#')
			continue;
		for (uint32_t k = 0; k < changes.count; k++) {
			if (changes.at[k].depth <= depth || changes.at[k].path[depth].field != &type->fields[i])
				continue;
			own.at = own.at ? own.at : &changes.at[k];
			own.count++;
		}
		apply_field(trial, &type->fields[i], old ? &old->slots[i] : &absent, new ? &new->slots[i] : &absent,
			    own, depth);
	}
}

/* ---- sections and bodies, block by block ---- */

struct block {
	struct str text;
	bool moved_in;		/* placed by a change */
	uint32_t span;		/* blocks of the new version that it stands for */
};

struct blocks {
	struct block *at;
	uint32_t count;
};

/* The blocks of SECTION (-1: a body) of TEXT: all that is added to nothing. */
static struct blocks blocks_of(struct trial *trial, const struct comparison *from_nothing, int section)
{
	struct blocks blocks = { ARENA_ARRAY(&trial->arena, from_nothing->count, struct block), 0 };

	for (uint32_t i = 0; i < from_nothing->count; i++) {
		const struct change *change = &from_nothing->changes[i];

		if (change->section != section || (change->part != PART_ITEM && change->part != PART_PARAGRAPH))
			continue;
		check_number(trial, "orden de los bloques", change->new_block, blocks.count);
		blocks.at[blocks.count++] = (struct block){ .text = change->new_text, .span = 1 };
	}
	return blocks;
}

static struct str joined(struct trial *trial, struct blocks blocks, uint32_t from, uint32_t count)
{
	struct buf out;
	struct str text;

	buf_init(&out);
	for (uint32_t i = from; i < from + count && i < blocks.count; i++) {
		buf_put_str(&out, blocks.at[i].text);
		buf_put_char(&out, ' ');
	}
	text = arena_str(&trial->arena, buf_str(&out));
	buf_dispose(&out);
	return text;
}

static bool is_of(const struct change *change, int section)
{
	return change->section == section && (change->part == PART_ITEM || change->part == PART_PARAGRAPH);
}

static uint32_t blocks_after(struct blocks old, const struct comparison *comparison, int section)
{
	uint32_t count = old.count;

	for (uint32_t i = 0; i < comparison->count; i++)
		if (is_of(&comparison->changes[i], section))
			count += comparison->changes[i].new_count - comparison->changes[i].old_count;
	return count;
}

static void apply_block(struct trial *trial, const struct change *change, struct blocks old, bool *taken,
			struct blocks result)
{
	struct str was = joined(trial, old, change->old_block, change->old_count);

	if (change->old_block + change->old_count > old.count ||
	    change->new_block + change->new_count > result.count) {
		fault(trial, "un bloque que no hay", change->old_text, change->new_text);
		return;
	}
	for (uint32_t i = 0; i < change->old_count; i++)
		taken[change->old_block + i] = true;
	if (!change->new_count) {
		trial->changes++;
		check_text(trial, "se quitó lo que no estaba", change->old_text, was);
		return;
	}
	result.at[change->new_block] = (struct block){
		.text = change->kind == CHANGE_MOVED ? was : apply_text(trial, change, was),
		.moved_in = true, .span = change->new_count,
	};
	for (uint32_t i = 1; i < change->new_count; i++)
		result.at[change->new_block + i] = (struct block){ .moved_in = true };
}

static void apply_section(struct trial *trial, const struct comparison *comparison, struct blocks old,
			  struct blocks new, int section)
{
	struct blocks result = { NULL, blocks_after(old, comparison, section) };
	bool *taken = ARENA_ARRAY(&trial->arena, old.count, bool);
	uint32_t next = 0;

	check_number(trial, "cuántos bloques", result.count, new.count);
	if (result.count != new.count)
		return;
	result.at = ARENA_ARRAY(&trial->arena, result.count, struct block);
	for (uint32_t i = 0; i < comparison->count; i++)
		if (is_of(&comparison->changes[i], section))
			apply_block(trial, &comparison->changes[i], old, taken, result);
	for (uint32_t i = 0; i < result.count; i++) {
		while (next < old.count && taken[next])
			next++;
		if (!result.at[i].moved_in && next < old.count)
			result.at[i] = old.at[next++];
	}
	for (uint32_t i = 0; i < result.count; i++)
		if (result.at[i].span)
			check_text(trial, "bloque", result.at[i].text, joined(trial, new, i, result.at[i].span));
}

/* ---- whole versions ---- */

static void apply_sections(struct trial *trial, const struct comparison *comparison,
			   const struct version_text *old, const struct version_text *new)
{
	const struct evaluation *a = (const struct evaluation *)old->entry, *b = (const struct evaluation *)new->entry;
	struct version_text nothing = { .bytes = STR("") };
	struct comparison *was, *is;
	struct diag *silent = diag_new();

	nothing.entry = entry_parse(&trial->arena, NULL, old->entry->kind, STR("2000/nada"), STR("nada.md"),
				    STR("---\nnombre: nada\n---\n"), silent);
	diag_free(silent);
	was = compare_versions(&trial->arena, &nothing, old);
	is = compare_versions(&trial->arena, &nothing, new);
	if (old->entry->kind != ENTRY_EVALUATION) {
		apply_section(trial, comparison, blocks_of(trial, was, -1), blocks_of(trial, is, -1), -1);
		return;
	}
	for (int section = 0; section < SECTIONS; section++) {
		enum state state = a->sections[section].state == STATE_NOT_ON_RECORD ? STATE_ABSENT
							: (enum state)a->sections[section].state;

		for (uint32_t i = 0; i < comparison->count; i++)
			if (comparison->changes[i].section == section && comparison->changes[i].kind == CHANGE_STATE)
				state = comparison->changes[i].new_state;
		check_number(trial, "estado de una sección", state == STATE_NOT_ON_RECORD ? STATE_ABSENT : state,
			     b->sections[section].state == STATE_NOT_ON_RECORD ? STATE_ABSENT : b->sections[section].state);
		apply_section(trial, comparison, blocks_of(trial, was, section), blocks_of(trial, is, section), section);
	}
}

static void apply_lines(struct trial *trial, const struct comparison *comparison, struct str old, struct str new)
{
	struct buf out;
	struct str line, rest = old;
	uint32_t at = 0, next = 0;

	buf_init(&out);
	for (bool more = true; more;) {
		const struct change *change = next < comparison->count ? &comparison->changes[next] : NULL;

		if (change && change->old_block == at) {
			next++;
			trial->changes++;
			if (change->new_count) {
				buf_put_str(&out, change->new_text);
				buf_put_char(&out, '\n');
			}
			for (uint32_t i = 0; i < change->old_count; i++, at++)
				str_cut(&rest, '\n', &line);
			continue;
		}
		more = str_cut(&rest, '\n', &line);
		at++;
		if (more) {
			buf_put_str(&out, line);
			buf_put_char(&out, '\n');
		}
	}
	check_number(trial, "cambios de renglones", next, comparison->count);
	check_text(trial, "renglones", buf_str(&out), new);
	buf_dispose(&out);
}

static void apply(struct trial *trial, const struct version_text *old, const struct version_text *new)
{
	struct comparison *comparison = compare_versions(&trial->arena, old, new);
	struct changes changes = { comparison->changes, comparison->count };

	trial->steps++;
	check_number(trial, "clase", comparison->kind, trial->edition->change.kind);
	if (trial->tamper == TAMPER_DROP && comparison->count)
		comparison->count = changes.count = comparison->count - 1;
	if (comparison->as_text) {
		apply_lines(trial, comparison, old->bytes, new->bytes);
		return;
	}
	apply_record(trial, new->entry->record->type, old->entry->record, new->entry->record, changes, 0);
	if (old->entry->kind == ENTRY_EVALUATION || old->entry->body.len || new->entry->body.len)
		apply_sections(trial, comparison, old, new);
}

static void apply_life(struct trial *trial, const struct chronicle *chronicle, const struct life *life)
{
	trial->life = life;
	for (uint32_t i = 1; i < life->count && life->kind != ENTRY_FILE; i++) {
		struct version_text old, new;

		if (trial->tamper && trial->steps > TAMPERED)
			return;

		arena_reset(&trial->arena);
		trial->edition = &life->editions[i];
		if (chronicle_text(chronicle, &trial->arena, life, trial->edition - 1, &old) &&
		    chronicle_text(chronicle, &trial->arena, life, trial->edition, &new))
			apply(trial, &old, &new);
	}
}

static void apply_all(struct trial *trial, const struct chronicle *chronicle)
{
	for (uint32_t i = 0; i < chronicle->count; i++)
		apply_life(trial, chronicle, chronicle->lives[i]);
	for (uint32_t i = 0; i < chronicle->other_count; i++)
		apply_life(trial, chronicle, chronicle->others[i]);
}

static int apply_history(const char *root)
{
	struct diag *diag = diag_new();
	struct repository *repository;
	struct source_reader *reader;
	struct site_options options = { .workers = 2, .now = 0 };
	struct site_stages stages;
	struct chronicle_inputs inputs = { .workers = 2, .program = STR("prueba") };
	struct chronicle *chronicle;
	struct trial trial = { .tamper = TAMPER_NONE };

	if (chdir(root) != 0)
		return 2;
	repository = repository_open(".", "content", NULL, diag);
	reader = source_tree(".", "content", diag);
	if (repository_state(repository) != REPOSITORY_READ || !reader)
		return 2;
	options.reader = inputs.source = reader;
	inputs.repository = repository;
	inputs.history = history_read(repository, diag);
	inputs.site = site_read(&options, &stages, diag);
	chronicle = chronicle_read(&inputs, diag);
	arena_init(&trial.arena);
	apply_all(&trial, chronicle);
	printf("%u pasos, %u cambios, %u faltas\n", trial.steps, trial.changes, trial.faults);
	/* a change that says something else, and one that is left out, are noticed */
	for (int tamper = TAMPER_TEXT; tamper <= TAMPER_DROP; tamper++) {
		struct trial wrong = { .tamper = tamper, .faults = 5 };

		arena_init(&wrong.arena);
		apply_all(&wrong, chronicle);
		printf("%s: %s\n", tamper == TAMPER_TEXT ? "otro texto" : "un cambio menos",
		       wrong.faults > 5 ? "se nota" : "no se nota");
		arena_dispose(&wrong.arena);
	}
	arena_dispose(&trial.arena);
	chronicle_free(chronicle);
	history_free((struct history *)(uintptr_t)inputs.history);
	site_free((struct site *)(uintptr_t)inputs.site);
	source_tree_free(reader);
	repository_free(repository);
	diag_free(diag);
	return 0;
}

/* Without a repository: elements that come, go and move, an item that is split. */
static void test_one_step(void **state)
{
	static const char old_text[] = "---\nnombre: Uno\nfondo: [a, b, c]\ncontratacion:\n  costo: 100\n---\n"
		"# 2.1 Hallazgos\n1. Primero.\n2. Segundo de dos.\n3. No hay fichas. No hay informes públicos.\n";
	static const char new_text[] = "---\nnombre: Otro\nfondo: [c, a, d]\ncontratacion:\n  costo: no-consta\n---\n"
		"# 2.1 Hallazgos\n1. Segundo de tres.\n2. No hay fichas.\n3. No hay informes públicos.\n4. Primero.\n";
	struct edition edition = { .number = 2, .change = { .kind = COMPARE_SUBSTANCE } };
	struct life life = { .kind = ENTRY_EVALUATION, .key = STR("2020/uno") };
	struct diag *silent = diag_new();

	(void)state;
	for (int tamper = TAMPER_NONE; tamper <= TAMPER_DROP; tamper++) {
		struct trial trial = { .tamper = tamper, .life = &life, .edition = &edition, .faults = 5 };
		struct version_text old = { .bytes = STR(old_text) }, new = { .bytes = STR(new_text) };

		arena_init(&trial.arena);
		old.entry = entry_parse(&trial.arena, NULL, ENTRY_EVALUATION, life.key, STR("uno.md"), old.bytes, silent);
		new.entry = entry_parse(&trial.arena, NULL, ENTRY_EVALUATION, life.key, STR("uno.md"), new.bytes, silent);
		apply(&trial, &old, &new);
		assert_true((trial.faults == 5) == (tamper == TAMPER_NONE));
		arena_dispose(&trial.arena);
	}
	diag_free(silent);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_one_step) };

	markdown_init();
	return argc > 1 ? apply_history(argv[1]) : cmocka_run_group_tests(tests, NULL, NULL);
}
