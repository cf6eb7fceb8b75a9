/*
 * test_chronicle.c -- what is kept between builds; and, for tests/chronicle/run,
 * the chronicle of a repository as text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *	test_chronicle ROOT [REV]	the chronicle of ROOT/content, of REV as committed
 *
 * With KEPT=FILE in the environment that file helps; ROOM=BYTES limits a desk;
 * JOBS=N workers (2).
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/utf8.h"
#include "syntax/markdown.h"
#include "../../generator/command/revision.h"
#include "../../generator/version/facts.h"
#include "unit.h"

/* ---- as text ---- */

static const char *const state_names[] = {
	[LIFE_PUBLISHED] = "publicada", [LIFE_WITHDRAWN] = "retirada", [LIFE_DELETED] = "borrada",
	[LIFE_DRAFT] = "vuelta a borrador", [LIFE_UNSAVED] = "falta en la carpeta",
	[LIFE_NEW] = "sin commit",
};
static const char *const happening_names[] = {
	[HAPPENED_PUBLISHED] = "publicada", [HAPPENED_REPLACED] = "cambiada",
	[HAPPENED_REVERTED] = "revertida", [HAPPENED_WITHDRAWN] = "retirada",
	[HAPPENED_RESTORED] = "repuesta", [HAPPENED_MOVED] = "movida",
	[HAPPENED_DELETED] = "borrada", [HAPPENED_DRAFTED] = "vuelta a borrador",
	[HAPPENED_RETURNED] = "devuelta",
};
static const char *const status_names[] = { "", " retirada", " ilegible" };
static const char *const kind_names[] = { "igual", "forma", "contenido" };

static void print_text(struct str text)
{
	struct buf out;

	buf_init(&out);
	utf8_put_visible(&out, text);
	fputs(out.ptr, stdout);
	buf_dispose(&out);
}

static const char *kind_word(const struct life *life)
{
	return life->kind == LIFE_SETTINGS ? "ajustes" : entry_kind_word(life->kind);
}

static void print_difference(const struct edition *edition)
{
	const struct difference *change = &edition->change;

	if (!change->known) {
		if (edition->number != 1)
			printf(" | no se sabe");
		return;
	}
	printf(" | %s%s +%u -%u: ", kind_names[change->kind], change->as_text ? " como texto" : "",
	       change->words_added, change->words_removed);
	print_text(change->summary);
}

static void print_edition(const struct edition *edition)
{
	char blob[OBJECT_ID_HEX], commit[OBJECT_ID_HEX] = "-";

	object_id_hex(blob, &edition->blob);
	if (edition->commit)
		object_id_hex(commit, &edition->commit->id);
	printf("  v%u %s %s %" PRId64 " ", edition->number, blob, commit,
	       edition->commit ? edition->commit->time : -1);
	print_text(edition->author ? edition->author->author : STR("?"));
	printf(" %.*s", STR_ARG(edition->path));
	if (!str_equal(edition->name, edition->key)) {
		printf(" «");
		print_text(edition->name);
		printf("»");
	}
	printf(" %uw%s%s%s%s", edition->words, status_names[edition->status],
	       edition->undated ? " sin fecha" : "", edition->unread ? " sin texto" : "",
	       edition->moved ? " movida" : "");
	if (edition->same_as)
		printf(" =v%u", edition->same_as);
	if (edition->place && edition->place != edition->number)
		printf(" en v%u.html", edition->place);
	print_difference(edition);
	putchar('\n');
}

static void print_life(const struct life *life)
{
	char commit[OBJECT_ID_HEX];

	printf("%s %.*s: %s%s%s", kind_word(life), STR_ARG(life->key), state_names[life->state],
	       life->entry ? "" : ", sin página", life->incomplete ? ", incompleta" : "");
	if (life->gone) {
		object_id_hex(commit, &life->gone->id);
		printf(" por %s", commit);
	}
	putchar('\n');
	for (uint32_t i = 0; i < life->count; i++)
		print_edition(&life->editions[i]);
	if (life->working)
		print_edition(life->working);
}

static void print_happening(const struct happening *happening)
{
	char commit[OBJECT_ID_HEX];

	object_id_hex(commit, &happening->commit->id);
	printf("%s %s %s %.*s v%u", commit, happening_names[happening->kind], kind_word(happening->life),
	       STR_ARG(happening->life->key), happening->edition ? happening->edition->number : 0);
	if (happening->from.ptr)
		printf(" desde %.*s", STR_ARG(happening->from));
	printf(" por ");
	print_text(happening->author ? happening->author->author : STR("?"));
	putchar('\n');
}

/* Every edition can be had again, and says what the facts say of it. */
static void check_texts(const struct chronicle *chronicle, const struct life *life)
{
	struct arena arena;

	arena_init(&arena);
	for (uint32_t i = 0; i < life->count && life->kind != ENTRY_FILE; i++) {
		const struct edition *edition = &life->editions[i];
		struct version_text text;
		struct comparison *comparison;

		arena_reset(&arena);
		if (chronicle_text(chronicle, &arena, life, edition, &text) == edition->unread ||
		    (!edition->unread && text.bytes.len != edition->bytes) ||
		    (life->kind < ENTRY_FILE && !text.entry != (edition->status == EDITION_UNREADABLE)))
			printf("  ¡otro texto! v%u\n", edition->number);
		if (i == 0)
			continue;
		comparison = chronicle_compare(chronicle, &arena, life, edition - 1, edition);
		if (!comparison != !edition->change.known ||
		    (comparison && (comparison->kind != edition->change.kind ||
				    comparison->words_added != edition->change.words_added)))
			printf("  ¡otra comparación! v%u\n", edition->number);
	}
	arena_dispose(&arena);
}

static void print_chronicle(const struct chronicle *chronicle)
{
	for (uint32_t i = 0; i < chronicle->count; i++)
		print_life(chronicle->lives[i]);
	for (uint32_t i = 0; i < chronicle->other_count; i++)
		print_life(chronicle->others[i]);
	printf("--\n");
	for (uint32_t i = 0; i < chronicle->happening_count; i++)
		print_happening(&chronicle->happenings[i]);
	if (chronicle->gap_words.len || chronicle->unread)
		printf("--\n%.*s %u\n", STR_ARG(chronicle->gap_words), chronicle->unread);
	if (!getenv("TEXTS"))
		return;
	for (uint32_t i = 0; i < chronicle->count; i++)
		check_texts(chronicle, chronicle->lives[i]);
	for (uint32_t i = 0; i < chronicle->other_count; i++)
		check_texts(chronicle, chronicle->others[i]);
}

static size_t number_of(const char *name, size_t otherwise)
{
	const char *text = getenv(name);

	return text ? (size_t)strtoull(text, NULL, 10) : otherwise;
}

static void tell(struct repository *repository, const char *revision, struct diag *diag)
{
	struct source_reader *reader = revision ? revision_reader(repository, "content")
						: source_tree(".", "content", diag);
	struct site_options options = { .reader = reader, .workers = 1, .now = 0 };
	struct site_stages stages;
	struct chronicle_inputs inputs = {
		.repository = repository, .history = history_read(repository, diag),
		.source = reader, .is_committed = revision != NULL,
		.workers = (unsigned)number_of("JOBS", 2), .room = number_of("ROOM", 0),
		.file = getenv("KEPT"), .keep = true, .program = STR("prueba"),
	};
	struct site *site = site_read(&options, &stages, diag);
	struct chronicle *chronicle;

	inputs.site = site;
	chronicle = chronicle_read(&inputs, diag);
	print_chronicle(chronicle);
	chronicle_free(chronicle);
	history_free((struct history *)inputs.history);
	site_free(site);
	if (revision)
		revision_free(reader);
	else
		source_tree_free(reader);
}

static int tell_of(const char *root, const char *revision)
{
	struct diag *diag = diag_new();
	struct repository *repository;
	int status = chdir(root);

	markdown_init();
	repository = repository_open(".", "content", revision, diag);
	if (status != 0 || repository_state(repository) != REPOSITORY_READ)
		printf("sin historial: %.*s\n", STR_ARG(repository_words(repository_state(repository))));
	else
		tell(repository, revision, diag);
	repository_free(repository);
	diag_free(diag);
	return 0;
}

/* ---- what is kept ---- */

static struct object_id id_of(unsigned char byte)
{
	struct object_id id;

	memset(id.bytes, byte, sizeof id.bytes);
	return id;
}

static void test_facts_are_kept(void **state)
{
	static const struct change_tally tally = { .section = SECTION_FINDINGS, .items = { [CHANGE_ADDED] = 3 } };
	struct str formers[] = { STR_LITERAL("2020/uno") };
	struct blob_facts blob = {
		.readable = true, .withdrawn = true, .bytes = 7, .words = 3, .name = STR("Nombre"),
		.formers = formers, .former_count = 1,
	};
	struct difference pair = {
		.known = true, .kind = COMPARE_SUBSTANCE, .as_text = true, .words_added = 5,
		.summary = STR("3 hallazgos agregados"), .tallies = &tally, .tally_count = 1,
	};
	struct object_id a = id_of(1), b = id_of(2);
	char one[BLOB_KEY_LEN], two[PAIR_KEY_LEN], file[] = "/tmp/diafano-facts-XXXXXX";
	struct used_fact used[2];
	struct used_facts all = { used, 2, 2 };
	const struct blob_facts *got;
	const struct difference *told;
	struct facts facts;

	(void)state;
	close(mkstemp(file));
	blob_key(one, ENTRY_EVALUATION, &a);
	pair_key(two, ENTRY_EVALUATION, &a, &b);
	used[0] = (struct used_fact){ .key = str_make(two, sizeof two), .pair = &pair };
	used[1] = (struct used_fact){ .key = str_make(one, sizeof one), .blob = &blob };
	facts_save(&all, 1, file, STR("yo"));

	facts_open(&facts, file, STR("yo"));
	got = map_get(&facts.blobs, str_make(one, sizeof one));
	told = map_get(&facts.pairs, str_make(two, sizeof two));
	assert_true(got && told);
	assert_true(got->readable && got->withdrawn && !got->draft && got->bytes == 7 && got->words == 3);
	assert_true(str_equal(got->name, blob.name) && !got->brief.ptr);
	assert_true(got->former_count == 1 && str_equal(got->formers[0], formers[0]));
	assert_true(told->known && told->as_text && told->kind == COMPARE_SUBSTANCE && told->words_added == 5);
	assert_true(str_equal(told->summary, pair.summary) && told->tally_count == 1);
	assert_true(told->tallies[0].section == SECTION_FINDINGS && told->tallies[0].items[CHANGE_ADDED] == 3);
	assert_null(told->tallies[0].field);
	facts_dispose(&facts);

	facts_open(&facts, file, STR("otro"));
	assert_true(facts.blobs.count == 0 && facts.pairs.count == 0);
	facts_dispose(&facts);
	unlink(file);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts_are_kept),
	};

	if (argc > 1)
		return tell_of(argv[1], argc > 2 ? argv[2] : NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
