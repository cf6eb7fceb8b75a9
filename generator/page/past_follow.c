/*
 * past_follow.c -- what became of commitments after they were recorded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of what was done about a commitment only grows: its history is the
 * record. Git knows when it did not. Each follow-up is compared with the one
 * before; whatever is no addition is an alteration, told beside the commitment
 * for good, in whatever later version.
 */
#include "model/alone.h"
#include "past.h"

struct finding {
	struct page *page;
	const struct life *life;
	struct str path;
	VEC(struct alteration) found;
};

static const struct field *follow_field(int field)
{
	return &record_type(RECORD_FOLLOW_UP)->fields[field];
}

static const struct field *asm_field(int field)
{
	return &record_type(RECORD_ASM)->fields[field];
}

/* Adding a commitment, or something that was done about one, is what a
   follow-up is for. */
static bool is_addition(const struct change *change)
{
	if (change->kind == CHANGE_ADDED)
		return true;
	return change->kind == CHANGE_STATE && change->old_state == STATE_ABSENT;
}

/* The key of a commitment is the name of its step, or begins what is told of
   one that went: "Clave: asm-1; Compromiso: ...". */
static struct str key_of(struct finding *finding, const struct change *change)
{
	struct str label = asm_field(ASM_KEY)->label, text = change->old_text, key;

	if (change->path[0].name.len)
		return arena_str(finding->page->arena, change->path[0].name);
	if (!text.ptr || !str_starts(text, label))
		return (struct str){ 0 };
	text = str_slice(text, label.len + 2, (size_t)-1);
	return str_cut(&text, ';', &key) ? arena_str(finding->page->arena, key) : no_text();
}

static void add_alteration(struct finding *finding, const struct edition *edition, const struct change *change)
{
	struct page *page = finding->page;
	struct alteration alteration = { .path = finding->path };

	if (change->depth == 0 || change->path[0].field != follow_field(FOLLOW_UP_ASM) || is_addition(change) ||
	    change->kind == CHANGE_MOVED)
		return;
	alteration.asm_key = key_of(finding, change);
	alteration.gone = change->depth == 1 && change->kind == CHANGE_REMOVED;
	alteration.state = alteration.gone ||
			   (change->depth > 1 && change->path[1].field == asm_field(ASM_PROGRESS));
	alteration.told = told_change(page, change);
	set_commit(page, alteration.told, edition->commit, edition->author);
	set_yes(page, alteration.told, "del_historial", alteration.state);
	vec_push(&finding->found, alteration);
}

static void find_in_life(struct finding *finding, const struct chronicle *chronicle, struct arena *scratch)
{
	const struct life *life = finding->life;

	for (uint32_t i = 1; i < life->count; i++) {
		const struct edition *edition = &life->editions[i];
		const struct comparison *comparison;

		if (!edition->change.known || edition->change.kind != COMPARE_SUBSTANCE || edition->change.as_text)
			continue;
		arena_reset(scratch);
		comparison = chronicle_compare_told(chronicle, scratch, life, edition - 1, edition);
		for (uint32_t k = 0; comparison && k < comparison->count; k++)
			add_alteration(finding, edition, &comparison->changes[k]);
	}
}

void past_find_alterations(struct pages *pages, struct diag *diag)
{
	const struct chronicle *chronicle = pages->past->chronicle;
	struct page page = {
		.pages = pages, .site = pages->in.site, .route = pages->in.route,
		.arena = &pages->arena, .diag = diag,
	};
	struct finding finding = { .page = &page };
	struct arena scratch;

	arena_init(&scratch);
	buf_init(&page.html);
	buf_init(&page.link);
	for (uint32_t i = 0; i < chronicle->other_count; i++) {
		if (chronicle->others[i]->kind != ENTRY_FOLLOW_UP)
			continue;
		finding.life = chronicle->others[i];
		finding.path = content_path(&pages->arena, ENTRY_FOLLOW_UP, finding.life->key);
		find_in_life(&finding, chronicle, &scratch);
	}
	pages->past->alteration_count = (uint32_t)finding.found.count;
	pages->past->alterations = ARENA_ARRAY(&pages->arena, finding.found.count, struct alteration);
	if (finding.found.count)
		memcpy(pages->past->alterations, finding.found.at,
		       finding.found.count * sizeof *finding.found.at);
	vec_dispose(&finding.found);
	buf_dispose(&page.html);
	buf_dispose(&page.link);
	arena_dispose(&scratch);
}

struct value past_alterations(struct page *page, struct str path, struct str asm_key)
{
	const struct past *past = page->pages->past;
	struct value object, rows = new_list(page);
	bool state = false;

	for (uint32_t i = 0; past && i < past->alteration_count; i++) {
		const struct alteration *alteration = &past->alterations[i];
		bool is_this = asm_key.ptr ? str_equal(alteration->asm_key, asm_key) && !alteration->gone
					   : alteration->gone;

		if (!is_this || !str_ends(path, alteration->path))
			continue;
		push(page, rows, alteration->told);
		state |= alteration->state;
	}
	if (!value_count(rows))
		return value_bool(false);
	object = new_object(page);
	set(page, object, "filas", rows);
	set_yes(page, object, "del_historial", state);
	return object;
}
