/*
 * test_version_compare.c -- two versions, and what is told of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `test_version_compare OLD NEW` prints the comparison of two files for
 * tests/version/run instead, each in a folder that says what it is
 * (".../evaluaciones/2022/a.md"; without one, an evaluation).
 */
#include <stdio.h>
#include <stdlib.h>

#include "syntax/markdown.h"
#include "unit.h"
#include "version/compare.h"

/* --- Driver. */

static void read_file(struct buf *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char bytes[65536];
	size_t len;

	if (!file) {
		perror(path);
		exit(2);
	}
	while ((len = fread(bytes, 1, sizeof bytes, file)) > 0)
		buf_put(out, bytes, len);
	fclose(file);
}

static struct version_text parse_as(struct arena *arena, enum entry_kind kind, struct str bytes)
{
	struct diag *diag = diag_new();
	struct version_text version = { .bytes = bytes };
	struct str shown = kind == ENTRY_FOLLOW_UP || kind == ENTRY_PROGRAMME ? STR("x.yaml") :
			   STR("evaluaciones/2022/x.md");

	version.entry = entry_parse(arena, NULL, kind, STR("2022/x"), shown, bytes, diag);
	diag_free(diag);
	return version;
}

static enum entry_kind kind_of_path(const char *path)
{
	return strstr(path, "seguimiento") ? ENTRY_FOLLOW_UP : strstr(path, "pae") ? ENTRY_PROGRAMME
	     : strstr(path, "fondo") ? ENTRY_FUND : ENTRY_EVALUATION;
}

/* --- As it is shown. */

/* A catalogue of two times: the fund is renamed between the two versions. */
static struct str name_of(void *context, bool is_new, enum entry_kind kind, struct str key)
{
	static const struct {
		enum entry_kind kind;
		const char *key, *old, *new;
	} names[] = {
		{ ENTRY_FUND, "fais", "Fondo de Infraestructura Social", "Fondo de Infraestructura" },
		{ ENTRY_FUND, "fism", "Fondo Municipal", "Fondo Municipal" },
		{ ENTRY_UNIT, "obras", "Obras Públicas", "Obras Públicas" },
		{ ENTRY_ENTITY, "ejemplo", "Municipio de Ejemplo", "Municipio de Ejemplo" },
		{ ENTRY_EVALUATION, "2020/tres", "Evaluación de tres", "Evaluación de tres" },
	};

	(void)context;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].kind == kind && str_equal(str_from(names[i].key), key))
			return str_from(is_new ? names[i].new : names[i].old);
	return (struct str){ 0 };
}

/* What is shown tells the same changes, of the same kinds and sizes. */
static bool same_figures(const struct comparison *a, const struct comparison *b)
{
	bool same = a->kind == b->kind && a->count == b->count && a->tally_count == b->tally_count &&
		    a->words_added == b->words_added && a->words_removed == b->words_removed &&
		    (a->tally_count == 0 ||
		     memcmp(a->tallies, b->tallies, a->tally_count * sizeof *a->tallies) == 0);

	for (uint32_t i = 0; same && i < a->count; i++)
		same = a->changes[i].kind == b->changes[i].kind &&
		       a->changes[i].words_added == b->changes[i].words_added &&
		       a->changes[i].words_removed == b->changes[i].words_removed;
	return same;
}

static int compare_files(const char *old_path, const char *new_path, bool told)
{
	const struct telling telling = { name_of, NULL };
	struct comparison *comparison;
	struct buf old, new, out;
	struct arena arena;
	struct version_text a, b;

	arena_init(&arena);
	buf_init(&old);
	buf_init(&new);
	buf_init(&out);
	read_file(&old, old_path);
	read_file(&new, new_path);
	a = parse_as(&arena, kind_of_path(old_path), buf_str(&old));
	b = parse_as(&arena, kind_of_path(old_path), buf_str(&new));
	comparison = compare_versions(&arena, &a, &b);
	if (told) {
		struct comparison *shown = compare_told(&arena, &a, &b, &telling);

		if (!same_figures(comparison, shown))
			buf_put_text(&out, "¡otras cifras!\n");
		comparison = shown;
	}
	comparison_put_text(&out, comparison, false);
	fwrite(out.ptr, 1, out.len, stdout);
	buf_dispose(&old);
	buf_dispose(&new);
	buf_dispose(&out);
	arena_dispose(&arena);
	return 0;
}

/* --- Texts. */

#define FRONT "---\nnombre: \"Evaluación uno\"\nejercicio: 2022\nfondo: fism\nestado: publicada\n"

static struct comparison *compare_bytes(struct arena *arena, struct str old, struct str new)
{
	struct version_text a = parse_as(arena, ENTRY_EVALUATION, old);
	struct version_text b = parse_as(arena, ENTRY_EVALUATION, new);

	return compare_versions(arena, &a, &b);
}

/* Two evaluations: more front matter, and a body, for each. */
static struct comparison *compare_texts(struct arena *arena, const char *old_front, const char *old_body,
					const char *new_front, const char *new_body)
{
	struct str old = arena_printf(arena, FRONT "%s---\n%s", old_front, old_body);
	struct str new = arena_printf(arena, FRONT "%s---\n%s", new_front, new_body);

	return compare_bytes(arena, old, new);
}

static void same_bytes(void **state)
{
	struct arena arena;
	struct comparison *comparison;

	(void)state;
	arena_init(&arena);
	comparison = compare_texts(&arena, "", "# 2.1 H\n1. Uno\n", "", "# 2.1 H\n1. Uno\n");
	assert_int_equal(comparison->kind, COMPARE_SAME);
	assert_int_equal(comparison->count, 0);
	arena_dispose(&arena);
}

/* What no reader sees. */
static void form_alone(void **state)
{
	static const char *const texts[][4] = {
		{ "inicio: 2022-05-02\n", "", "inicio: 02/05/2022\n", "" },
		{ "valoracion: 1/2\npae: 2022\n", "", "pae: \"2022\" # nota\nvaloracion: '1/2'\n", "" },
		{ "contratacion: {costo: 250000}\n", "", "contratacion:\n  costo: $250,000.00\n", "" },
		{ "antes: 2021/a\n", "", "antes: [2021/a]\n", "" },
		{ "contratacion: {nota: \"a  b\"}\n", "", "contratacion: {nota: \"a b\"}\n", "" },
		{ "inicio: no-consta\n", "", "", "" },
		{ "programa: {siglas: n\xcc\x83}\n", "", "programa: {siglas: \xc3\xb1}\n", "" },
		{ "", "# 2.1 H\n1. Uno\n2. Dos\n", "", "### 2.1 Otros hallazgos\n- Uno\n- Dos\n" },
		{ "", "# 2.1 H\n1. Uno\n2. Dos\n", "", "# 2.1 H\n\n4. Uno\n\n7. Dos\n" },
		{ "", "# 2.1 H\n1. *Uno* dos\n", "", "# 2.1 H\n1. _Uno_\n   dos\n" },
		{ "", "# 1.7 M\nUno **dos**\ntres\n\n- a\n- b\n", "", "# 1.7 M\nUno __dos__ tres\n* a\n\n* b\n" },
		{ "", "# 1.7 M\nUno\n\nDos\n", "", "# 1.7 M\n\n\nUno\n\n\n\nDos\n\n# 2.1\nno-consta\n" },
		{ "", "# 1.7 M\nn\xcc\x83 & \\*\n", "", "# 1.7 M\n\xc3\xb1 &amp; &#42;\n" },
		{ "", "# 2.1 H\nNo se detectan hallazgos.\n", "", "# 2.1 H\n1. No se detectan\n   hallazgos.\n" },
		{ "", "# 1.7 M\n[a](b.md)\n", "", "# 1.7 M\n[a][x]\n\n[x]: b.md\n" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct comparison *comparison = compare_texts(&arena, texts[i][0], texts[i][1],
							      texts[i][2], texts[i][3]);
		struct buf out;

		buf_init(&out);
		comparison_put_text(&out, comparison, false);
		if (comparison->kind != COMPARE_FORM)
			print_error("%zu: %s", i, out.ptr);
		assert_int_equal(comparison->kind, COMPARE_FORM);
		buf_dispose(&out);
	}
	arena_dispose(&arena);
}

/* What a reader sees, however small: the change names it. */
static void seen(void **state)
{
	static const struct {
		const char *texts[4];
		const char *place;
	} cases[] = {
		{ { "inicio: 2022-05-02\n", "", "inicio: 2022-05-03\n", "" }, "1.2 Fecha de inicio de la evaluación" },
		{ { "inicio: no-aplica\n", "", "", "" }, "1.2 Fecha de inicio de la evaluación" },
		{ { "inicio: \"\"\n", "", "", "" }, "1.2 Fecha de inicio de la evaluación" },
		{ { "pae: no-consta\n", "", "", "" }, "Programa Anual de Evaluación" },
		{ { "inicio: 2022-13-02\n", "", "inicio: 2022-14-02\n", "" }, "1.2 Fecha de inicio de la evaluación" },
		{ { "contratacion: {costo: 1}\n", "", "contratacion: no-aplica\n", "" }, "6 Datos de contratación de la evaluación" },
		{ { "contratacion: {costo: 1}\n", "", "", "" }, "6.3 Costo total de la evaluación" },
		{ { "contratacion: {unidad: a}\n", "", "contratacion: {unidad: {clave: b, texto: a}}\n", "" },
		  "6.2 Unidad administrativa responsable de contratar la evaluación" },
		{ { "evaluador: {correo: a@b.mx}\n", "", "evaluador: {correo: reservado}\n", "" },
		  "4.5 Correo electrónico del coordinador de la evaluación" },
		{ { "evaluador: {colaboradores: [A, B]}\n", "", "evaluador: {colaboradores: [B, A]}\n", "" },
		  "4.4 Principales colaboradores, 1" },
		{ { "", "# 2.1 H\n1. Uno\n", "", "# 2.1 H\n1. *Uno*\n" }, "2.1 Hallazgo 1" },
		{ { "", "# 2.1 H\n1. [Uno](a.md)\n", "", "# 2.1 H\n1. [Uno](b.md)\n" }, "2.1 Hallazgo 1" },
		{ { "", "# 2.1 H\n1. Uno dos\n", "", "# 2.1 H\n1. Unodos\n" }, "2.1 Hallazgo 1" },
		{ { "", "# 2.1 H\n1. a b c\n", "", "# 2.1 H\n1. a bc\n" }, "2.1 Hallazgo 1" },
		{ { "", "# 2.1 H\n1. Uno\n", "", "# 2.1 H\n1. Uno.\n" }, "2.1 Hallazgo 1" },
		{ { "", "# 2.1 H\n1. ![](a.png)\n", "", "# 2.1 H\n1. ![](b.png)\n" }, "2.1 Hallazgo 1" },
		{ { "", "# 2.1 H\n1. Uno\n", "", "# 2.1 H\nUno\n" }, "2.1 Describir los hallazgos más relevantes de la evaluación, párrafo 1" },
		{ { "", "# 2.1 H\nNo se detectan hallazgos.\n", "", "# 2.1 H\n" }, "2.1 Describir los hallazgos más relevantes de la evaluación" },
		{ { "", "# 2.1 H\nNo se detectan hallazgos.\n", "", "# 2.1 H\nNo se detectaron hallazgos.\n" },
		  "2.1 Describir los hallazgos más relevantes de la evaluación" },
		{ { "", "# 1.7 M\n## A\n", "", "# 1.7 M\n### A\n" }, "1.7 Descripción de las técnicas y modelos utilizados, párrafo 1" },
		{ { "", "# 1.7 M\n`a  b`\n\n    c  d\n", "", "# 1.7 M\n`a  b`\n\n    c d\n" }, "1.7 Descripción de las técnicas y modelos utilizados, párrafo 2" },
		{ { "", "# 1.7 M\n- a\n", "", "# 1.7 M\n1. a\n" }, "1.7 Descripción de las técnicas y modelos utilizados, párrafo 1" },
		{ { "", "# 1.7 M\n3. a\n", "", "# 1.7 M\n4. a\n" }, "1.7 Descripción de las técnicas y modelos utilizados, párrafo 1" },
		{ { "", "# 1.7 M\n| a |\n| - |\n| b |\n", "", "# 1.7 M\n| a |\n| - |\n| c |\n" }, "1.7 Descripción de las técnicas y modelos utilizados, párrafo 1" },
	};
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *const *texts = cases[i].texts;
		struct comparison *comparison = compare_texts(&arena, texts[0], texts[1], texts[2], texts[3]);
		struct buf place;

		if (comparison->kind != COMPARE_SUBSTANCE)
			print_error("case %zu\n", i);
		assert_int_equal(comparison->kind, COMPARE_SUBSTANCE);
		buf_init(&place);
		change_put_place(&place, &comparison->changes[0]);
		assert_text(buf_str(&place), cases[i].place);
		buf_dispose(&place);
	}
	arena_dispose(&arena);
}

static void summaries(void **state)
{
	struct arena arena;
	struct buf out;

	(void)state;
	arena_init(&arena);
	buf_init(&out);
	comparison_put_summary(&out, compare_texts(&arena,
		"contratacion: {costo: 1}\n", "# 2.1 H\n1. a b c d e\n2. f g h i j\n",
		"contratacion: {costo: 2}\n", "# 2.1 H\n1. a b c d x\n2. f g h i y\n3. z\n"));
	assert_text(buf_str(&out), "cambió 6.3 Costo total de la evaluación; 2 hallazgos reescritos, 1 agregado");
	buf_clear(&out);
	comparison_put_summary(&out, compare_texts(&arena, "", "", "", "# 3.2 R\n1. Una\n"));
	assert_text(buf_str(&out), "1 recomendación agregada");
	buf_clear(&out);
	comparison_put_text(&out, compare_texts(&arena, "", "# 2.1 H\n1. a\n", "", "# 2.1 H\n1. \x1b[31mb\xe2\x80\xae\n"), false);
	assert_null(strchr(out.ptr, '\x1b'));
	assert_null(strstr(out.ptr, "\xe2\x80\xae"));
	buf_dispose(&out);
	arena_dispose(&arena);
}

/* --- Random texts, and changes to them. */

struct random {
	uint64_t seed;
};

static uint32_t draw(struct random *random, uint32_t below)
{
	random->seed = random->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(random->seed >> 33) % below;
}

#define ITEMS_MAX 64

struct items {
	char at[ITEMS_MAX][160];
	uint32_t count;
};

static void make_item(struct random *random, char *item)
{
	uint32_t words = 1 + draw(random, 12);

	*item = '\0';
	for (uint32_t i = 0; i < words; i++)
		sprintf(item + strlen(item), "%sp%u", i ? " " : "", draw(random, 40));
}

static void change_items(struct random *random, struct items *items)
{
	uint32_t at = draw(random, items->count);
	char item[160];

	switch (draw(random, 5)) {
	case 0:		/* add */
		if (items->count == ITEMS_MAX)
			return;
		memmove(items->at[at + 1], items->at[at], (items->count - at) * sizeof items->at[0]);
		items->count++;
		make_item(random, items->at[at]);
		return;
	case 1:		/* remove */
		if (items->count == 1)
			return;
		items->count--;
		memmove(items->at[at], items->at[at + 1], (items->count - at) * sizeof items->at[0]);
		return;
	case 2:		/* move */
		memcpy(item, items->at[at], sizeof item);
		memmove(items->at[1], items->at[0], at * sizeof items->at[0]);
		memcpy(items->at[0], item, sizeof item);
		return;
	case 3:		/* reword */
		if (strlen(items->at[at]) < 140)
			sprintf(items->at[at] + strlen(items->at[at]), " n%u", draw(random, 100));
		return;
	default:	/* a twin */
		memcpy(items->at[at], items->at[draw(random, items->count)], sizeof item);
		return;
	}
}

static struct str body_of(struct arena *arena, const struct items *items)
{
	struct buf out;
	struct str body;

	buf_init(&out);
	buf_put_text(&out, FRONT "---\n# 2.1 H\n");
	for (uint32_t i = 0; items && i < items->count; i++)
		buf_printf(&out, "%u. %s\n", i + 1, items->at[i]);
	body = arena_str(arena, buf_str(&out));
	buf_dispose(&out);
	return body;
}

/* Equal runs with the others of KIND are one of the two texts. */
static void check_runs(const struct change *change, enum run_kind kind, struct str text)
{
	struct buf out;

	buf_init(&out);
	for (uint32_t i = 0; i < change->run_count; i++) {
		const struct run *run = &change->runs[i];

		if (run->kind != RUN_EQUAL && run->kind != kind)
			continue;
		if (run->kind == RUN_EQUAL && kind == RUN_REMOVED ? run->old_gap : run->gap)
			buf_put_char(&out, ' ');
		buf_put_str(&out, run->text);
	}
	if (!str_equal(buf_str(&out), text))
		print_error("runs <%s>\ntext <%.*s>\n", out.ptr, STR_ARG(text));
	assert_true(str_equal(buf_str(&out), text));
	buf_dispose(&out);
}

/* Make the new list from the old one and what is told of it. */
static void apply(const struct comparison *comparison, const struct items *old, const struct items *new)
{
	struct str made[ITEMS_MAX + 1] = { { 0 } };
	bool used[ITEMS_MAX + 1] = { false };
	uint32_t next = 0;

	for (uint32_t i = 0; i < comparison->count; i++) {
		const struct change *change = &comparison->changes[i];

		if (change->part != PART_ITEM)
			continue;
		for (uint32_t k = 0; k < change->old_count; k++) {
			assert_false(used[change->old_block + k]);
			used[change->old_block + k] = true;
		}
		for (uint32_t k = 0; k < change->new_count; k++) {
			assert_null(made[change->new_block + k].ptr);
			made[change->new_block + k] = k ? STR("") : change->new_text;
		}
		if (change->runs) {
			check_runs(change, RUN_ADDED, change->new_text);
			check_runs(change, RUN_REMOVED, change->old_text);
		}
	}
	for (uint32_t i = 0; i < new->count; i++) {
		struct buf rest;

		if (!made[i].ptr) {
			while (used[next])
				next++;
			assert_true(next < old->count);
			made[i] = str_from(old->at[next++]);
		}
		buf_init(&rest);	/* what was split stands in the first, on lines */
		buf_put_text(&rest, new->at[i]);
		for (uint32_t k = i + 1; k < new->count && made[k].ptr && made[k].len == 0; k++)
			buf_printf(&rest, "\n%s", new->at[k]);
		if (made[i].len)
			assert_text(made[i], rest.ptr);
		buf_dispose(&rest);
	}
	while (next < old->count && used[next])
		next++;
	assert_int_equal(next, old->count);
}

static void count_items(const struct comparison *comparison, uint32_t counts[CHANGE_KINDS])
{
	memset(counts, 0, CHANGE_KINDS * sizeof *counts);
	for (uint32_t i = 0; i < comparison->tally_count; i++)
		for (int kind = 0; kind < CHANGE_KINDS; kind++)
			counts[kind] += comparison->tallies[i].items[kind];
}

static void changes_make_the_new_text(void **state)
{
	struct random random = { 7 };

	(void)state;
	for (int round = 0; round < 1500; round++) {
		struct items old = { .count = 1 + draw(&random, 20) }, new;
		uint32_t changes = draw(&random, 8), there[CHANGE_KINDS], back[CHANGE_KINDS];
		struct comparison *comparison, *reverse;
		struct arena arena;
		struct str a, b;

		for (uint32_t i = 0; i < old.count; i++)
			make_item(&random, old.at[i]);
		new = old;
		for (uint32_t i = 0; i < changes; i++)
			change_items(&random, &new);
		arena_init(&arena);
		a = body_of(&arena, &old);
		b = body_of(&arena, &new);
		comparison = compare_bytes(&arena, a, b);
		reverse = compare_bytes(&arena, b, a);
		assert_int_equal(comparison->kind, str_equal(a, b) ? COMPARE_SAME : COMPARE_SUBSTANCE);
		apply(comparison, &old, &new);
		apply(reverse, &new, &old);
		count_items(comparison, there);
		count_items(reverse, back);
		assert_int_equal((int64_t)there[CHANGE_ADDED] - there[CHANGE_REMOVED] + back[CHANGE_ADDED] - back[CHANGE_REMOVED]
				 + there[CHANGE_SPLIT] - there[CHANGE_JOINED] + back[CHANGE_SPLIT] - back[CHANGE_JOINED], 0);
		arena_dispose(&arena);
	}
}

/* --- Sizes. */

static void compare_large(const char *name, uint32_t items, uint32_t words, uint32_t vocabulary, int how)
{
	struct random random = { 3 };
	struct buf texts[2];
	struct arena arena;
	struct comparison *comparison;

	arena_init(&arena);
	for (int side = 0; side < 2; side++) {
		buf_init(&texts[side]);
		buf_put_text(&texts[side], FRONT "---\n# 2.1 H\n");
		if (how == 1)
			random.seed = 3;
		for (uint32_t i = 0; i < items; i++) {
			uint32_t shown = how == 2 && side ? items - i : i;

			buf_printf(&texts[side], "%u. ", i + 1);
			for (uint32_t k = 0; k < words; k++)
				buf_printf(&texts[side], "%s%c%x", k ? k % 60 ? " " : "\n   " : "", how == 1 && side && k % 7 == 3 ? 'q' : 'p',
					   how == 2 ? shown * words + k : draw(&random, vocabulary));
			buf_put_char(&texts[side], '\n');
		}
	}
	comparison = compare_bytes(&arena, buf_str(&texts[0]), buf_str(&texts[1]));
	if (comparison->as_text)
		print_error("%s: %zu bytes are not read\n", name, texts[0].len);
	assert_false(comparison->as_text);
	assert_int_equal(comparison->kind, COMPARE_SUBSTANCE);
	buf_dispose(&texts[0]);
	buf_dispose(&texts[1]);
	arena_dispose(&arena);
}

static void large_texts(void **state)
{
	(void)state;
	compare_large("other items", 10000, 12, 1000000, 0);
	compare_large("the same few words", 10000, 20, 2, 0);
	compare_large("one word", 10000, 30, 1, 1);
	compare_large("all reworded", 10000, 14, 3000, 1);
	compare_large("turned around", 10000, 12, 0, 2);
	compare_large("long items", 16, 12000, 2, 0);
	compare_large("long items of many words", 16, 12000, 5000, 0);
	compare_large("long items reworded", 16, 12000, 50, 1);
}

/* --- Each letter counts. */

/* The text from AT to the end of its line says that something is not on record:
   a key that is not known says no less. */
static bool is_unrecorded(struct str text, size_t at)
{
	struct str line = str_slice(text, at, str_find_char(str_slice(text, at, (size_t)-1), '\n'));

	return str_find(line, STR(": no-consta")) != (size_t)-1;
}

/* A letter more, wherever something is written, is never passed over. */
static void each_letter(void **state)
{
	static const char *const files[] = {
		"tests/version/datos.a.md", "tests/version/datos.b.md", "tests/version/hallazgos.b.md",
		"tests/version/tabla.b.md", "tests/version/ninguno.a.md",
	};
	struct buf text, changed;

	(void)state;
	buf_init(&text);
	buf_init(&changed);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		bool heading = false;

		buf_clear(&text);
		read_file(&text, files[i]);
		for (size_t at = 1; at < text.len; at++) {
			struct arena arena;
			struct comparison *comparison;

			if (text.ptr[at - 1] == '\n')
				heading = text.ptr[at] == '#';
			if (heading || is_unrecorded(buf_str(&text), at) || !strchr("abcdefghijklmnopqrstuvwxyz0123456789", text.ptr[at]))
				continue;
			arena_init(&arena);
			buf_clear(&changed);
			buf_put_str(&changed, str_slice(buf_str(&text), 0, at));
			buf_put_char(&changed, 'z');
			buf_put_str(&changed, str_slice(buf_str(&text), at, (size_t)-1));
			comparison = compare_bytes(&arena, buf_str(&text), buf_str(&changed));
			if (comparison->kind != COMPARE_SUBSTANCE)
				print_error("%s: %.*s\n", files[i], (int)at, text.ptr);
			assert_int_equal(comparison->kind, COMPARE_SUBSTANCE);
			arena_dispose(&arena);
		}
	}
	buf_dispose(&text);
	buf_dispose(&changed);
}

/* --- Broken texts. */

static const char *const marks[] = {
	"*", "**", "`", "[", "](a)", "\n\n", "\n# 2.1\n", "\n- ", "\n1. ", "\n> ", "| ", "![", "<b>", "\"", ": ", "\xff",
	"\xcc\x81", "  \n", "\n---\n", "\n    ", "no-consta", "&amp;", "\xe2\x80\xae", "{", "]",
};

/* Put marks at random places of TEXT. */
static struct str break_text(struct arena *arena, struct random *random, struct str text)
{
	struct buf out;
	struct str broken;
	size_t at = 0;

	buf_init(&out);
	for (uint32_t i = draw(random, 6); i > 0; i--) {
		size_t end = at + draw(random, (uint32_t)(text.len - at) + 1);

		buf_put_str(&out, str_slice(text, at, end - at));
		buf_put_text(&out, marks[draw(random, sizeof marks / sizeof marks[0])]);
		at = end + draw(random, 2) * draw(random, 40);
		if (at > text.len)
			at = text.len;
	}
	buf_put_str(&out, str_slice(text, at, (size_t)-1));
	broken = arena_str(arena, buf_str(&out));
	buf_dispose(&out);
	return broken;
}

/* Whatever the bytes: told, the same twice, and nothing of nothing. */
static void broken_texts(void **state)
{
	static const char *const files[] = {
		"tests/version/datos.a.md", "tests/version/hallazgos.b.md", "tests/version/tabla.b.md",
		"tests/version/ninguno.a.md",
	};
	struct random random = { 11 };
	struct buf text, once, twice;

	(void)state;
	buf_init(&text);
	buf_init(&once);
	buf_init(&twice);
	for (int round = 0; round < 1200; round++) {
		struct comparison *comparison;
		struct arena arena;
		struct str a, b;

		arena_init(&arena);
		buf_clear(&text);
		read_file(&text, files[draw(&random, 4)]);
		a = break_text(&arena, &random, buf_str(&text));
		b = break_text(&arena, &random, draw(&random, 2) ? a : buf_str(&text));
		comparison = compare_bytes(&arena, a, b);
		assert_int_equal(comparison->kind == COMPARE_SAME, str_equal(a, b));
		buf_clear(&once);
		buf_clear(&twice);
		comparison_put_text(&once, comparison, true);
		comparison_put_text(&twice, compare_bytes(&arena, a, b), true);
		assert_true(str_equal(buf_str(&once), buf_str(&twice)));
		comparison = compare_bytes(&arena, b, a);
		assert_int_equal(comparison->kind == COMPARE_SUBSTANCE, strstr(once.ptr, "\npalabras: ") != NULL);
		arena_dispose(&arena);
	}
	buf_dispose(&text);
	buf_dispose(&once);
	buf_dispose(&twice);
}

/* --- As text. */

static void as_text(void **state)
{
	struct arena arena;
	struct comparison *comparison;

	(void)state;
	arena_init(&arena);
	comparison = compare_bytes(&arena, STR("sin datos\nb\n\xff\n"), STR("sin datos\r\nc\n\xfe\n\0d"));
	assert_true(comparison->as_text);
	assert_int_equal(comparison->kind, COMPARE_SUBSTANCE);
	assert_int_equal(comparison->count, 1);
	assert_int_equal(comparison->changes[0].part, PART_LINE);
	assert_int_equal(comparison->changes[0].old_number, 2);
	assert_int_equal(comparison->changes[0].new_count, 3);
	comparison = compare_bytes(&arena, STR("a\nb"), STR("a\r\nb\r\n"));
	assert_int_equal(comparison->kind, COMPARE_FORM);
	comparison = compare_bytes(&arena, (struct str){ 0 }, STR("x"));
	assert_int_equal(comparison->kind, COMPARE_SUBSTANCE);
	comparison = compare_bytes(&arena, STR(FRONT "---\n"), STR("x"));
	assert_true(comparison->as_text);
	arena_dispose(&arena);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes),
		cmocka_unit_test(form_alone),
		cmocka_unit_test(seen),
		cmocka_unit_test(summaries),
		cmocka_unit_test(changes_make_the_new_text),
		cmocka_unit_test(large_texts),
		cmocka_unit_test(each_letter),
		cmocka_unit_test(broken_texts),
		cmocka_unit_test(as_text),
	};

	markdown_init();
	if (argc == 3 || argc == 4)
		return compare_files(argv[1], argv[2], argc == 4);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
