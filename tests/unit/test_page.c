/*
 * test_page.c -- from facts to pages, with a small site and a bare theme.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The content is in this file; the theme, tests/page/theme, prints each value
 * with as little HTML as there can be. Tests run at the top of the tree.
 */
#include <stdio.h>

#include "export/export.h"
#include "heard.h"
#include "page/page.h"
#include "syntax/markdown.h"
#include "unit.h"

struct text {
	const char *path, *text;
};

#define BASE(more)								\
	"formato: 1\ntitulo: Prueba\nente: m\npublicador: Quien publica\n"	\
	"url: https://sitio.example/ev/\ncontactos: institucionales\n"		\
	"dominios_institucionales: [ejemplo.gob.mx]\n"				\
	"plazo_publicacion: {dias: 30, computo: naturales, cita: \"Cita\"}\n" more

static const struct text content[] = {
	{ "archivos/a&b.pdf", "0123456789" },
	{ "archivos/informe.pdf", "01234" },
	{ "contratos/c.md", "---\nnombre: Contrato C\ncosto: 1000\nampara:\n  - 2021/fism\n"
	  "  - {fondo: fais, ejercicio: 2020}\n---\n" },
	{ "entes/m.md", "---\nnombre: Municipio M\ntipo: municipio\n---\n" },
	{ "evaluaciones/2021/fism.md",
	  "---\nnombre: \"Uno <script>alert(1)</script> & \\\"dos\\\"\"\nejercicio: 2021\nfondo: fism\n"
	  "inicio: 2022-05-02\ntermino: 2022-08-31\n"
	  "seguimiento:\n  - nombre: <img src=x onerror=alert(2)>\n    unidad: {clave: tesoreria, texto: \"La <b>Tesorería</b>\"}\n"
	  "    correo: privado@gmail.com\n"
	  "valoracion: 18.5/20\n"
	  "evaluador:\n  coordinador: Persona\n  institucion: firma\n  correo: persona@firma.example\n"
	  "programa:\n  unidades:\n    - unidad: tesoreria\n      enlaces:\n"
	  "        - {nombre: Ana, correo: ana@gmail.com, telefono: reservado}\n"
	  "        - {nombre: Eva, correo: eva@correo.ejemplo.gob.mx}\n"
	  "contratacion:\n  tipo: invitacion-a-tres\n  costo: 1000\n  iva: incluido\n  contrato: c\n"
	  "difusion:\n  evaluacion: archivos/a&b.pdf\n  formato: https://otro.example/?a=1&b=\"\n  fecha: 2022-10-15\n"
	  "estado: publicada\n"
	  "supresiones:\n  - {campo: \"4.1\", motivo: \"Orden <1>\", fecha: 2023-01-02}\n"
	  "  - {campo: hallazgo-2, motivo: Orden dos, fecha: 2023-01-02}\n"
	  "  - {campo: valoracion, motivo: Orden tres, fecha: 2023-01-02}\n---\n"
	  "# 1.5 Objetivo\nVer [esto](javascript:alert(3)) y [aquello](../2022/fism.md#hallazgo-1), "
	  "con <b>marcas</b> y `código & más`.\n\n"
	  "# 1.6 Objetivos\n1. Uno\n2. Dos\n\n"
	  "# 2.1 Hallazgos\n1. El FISM va bien, dice [el informe](../../archivos/informe.pdf).\n2. SECRETO del hallazgo.\n"
	  "3. Tres <script>alert(4)</script>.\n\n"
	  "# 2.2.2 Oportunidades\nNo se detectan oportunidades.\n\n"
	  "# 3.2 Recomendaciones\nAntes.\n\n1. Primera.\n2. Segunda.\n3. Tercera.\n\nDespués.\n" },
	{ "evaluaciones/2022/fism.md",
	  "---\nnombre: Evaluación 2022\nejercicio: 2022\nfondo: [fism, fais]\ncontratacion: {costo: no-consta}\n"
	  "estado: retirada\nretiro: {fecha: 2023-05-06, motivo: \"Se retiró <por> error\"}\nantes: [2022/vieja]\n---\n"
	  "# 2.1 Hallazgos\n1. Solo.\n" },
	{ "evaluadores/firma.md", "---\nnombre: Firma Evaluadora\nsitio: https://firma.example/\n---\n" },
	{ "fondos/fais.md", "---\nsiglas: FAIS\nnombre: Fondo para la Infraestructura\n---\n"
	  "## Título uno\n\n#### Salto\n\nTexto.\n\n## Título uno\n\n| a | b |\n| :- | -: |\n| 1 | <2> |\n" },
	{ "fondos/fism.md", "---\nsiglas: FISM\nnombre: Fondo Municipal\nparte_de: fais\n"
	  "nombres:\n  - {nombre: Nombre viejo, desde: 2010, hasta: 2014}\nantes: [fism-df]\n---\n" },
	{ "pae/2022.yaml", "documento: archivos/informe.pdf\nevaluaciones:\n  - {fondo: fism, ejercicio: 2021, prevista: 2022-09-30}\n"
	  "  - {fondo: fais, ejercicio: 2021, prevista: 2022-09-30}\n" },
	{ "paginas/acerca.md", "---\ntitulo: Acerca de\nmenu: 1\n---\nEl FISM y ![figura](../archivos/a&b.pdf) "
	  "y ![ajena](https://otro.example/x.png).\n" },
	{ "seguimiento/2021/fism.yaml", "asm:\n  - clave: asm-1\n    texto: \"Hacer <algo>\"\n    recomendaciones: [1, 2]\n"
	  "    unidad: tesoreria\n    compromiso: 2022-12-31\n    avances:\n"
	  "      - {fecha: 2022-11-30, estado: en-proceso, porcentaje: 40, evidencia: \"javascript:alert(5)\"}\n"
	  "no-aceptadas:\n  - {recomendacion: 3, motivo: \"Porque <no>\"}\n" },
	{ "sitio.yaml", BASE("") },
	{ "unidades/tesoreria.md", "---\nnombre: Tesorería\nente: m\n---\n" },
};

#define CONTENT (sizeof content / sizeof *content)

/* --- A reader of the table above. */

static int list_texts(void *context, struct source_list *out, struct arena *arena, struct diag *diag)
{
	(void)context;
	(void)diag;
	out->count = CONTENT;
	out->at = ARENA_ARRAY(arena, CONTENT, struct source_entry);
	for (size_t i = 0; i < CONTENT; i++) {
		out->at[i].path = str_from(content[i].path);
		out->at[i].shown = arena_printf(arena, "content/%s", content[i].path);
		out->at[i].size = strlen(content[i].text);
	}
	return 0;
}

static int read_text(void *context, const struct source_entry *entry, struct buf *out, struct diag *diag)
{
	(void)context;
	(void)diag;
	for (size_t i = 0; i < CONTENT; i++)
		if (str_equal(entry->path, str_from(content[i].path)))
			buf_put_text(out, content[i].text);
	return 0;
}

/* --- The site, planned. */

struct fixture {
	struct diag *diag;
	struct site *site;
	struct theme *theme;
	struct route *route;
	struct plan plan;
	struct pages *pages;
	struct export_inputs exports;
	struct arena scratch;
	struct buf out;
	char digests[2][DIGEST_HEX];
};

static int set_up(void **state)
{
	static const struct source_reader reader = { NULL, list_texts, read_text, NULL };
	struct fixture *fixture = calloc(1, sizeof *fixture);
	struct site_options options = { .reader = &reader, .workers = 2, .now = 1672596000 };
	struct site_stages stages;
	struct str folder = STR("tests/page/theme");
	struct page_inputs inputs;

	markdown_init();
	fixture->diag = diag_new();
	fixture->site = site_read(&options, &stages, fixture->diag);
	assert_non_null(fixture->site);
	assert_int_equal(theme_open(&fixture->theme, &folder, 1, STR("es-MX"), fixture->diag), 0);
	fixture->route = route_new(fixture->site);
	plan_init(&fixture->plan);
	memset(fixture->digests[0], 'a', DIGEST_HEX - 1);
	inputs = (struct page_inputs){
		.site = fixture->site, .route = fixture->route, .theme = fixture->theme,
		.digests = fixture->digests, .history_words = STR(""),
	};
	fixture->exports = (struct export_inputs){ .site = fixture->site, .route = fixture->route };
	fixture->pages = pages_new(&inputs, &fixture->plan, fixture->diag);
	export_plan(&fixture->exports, &fixture->plan, fixture->diag);
	arena_init(&fixture->scratch);
	buf_init(&fixture->out);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	buf_dispose(&fixture->out);
	arena_dispose(&fixture->scratch);
	pages_free(fixture->pages);
	plan_dispose(&fixture->plan);
	route_free(fixture->route);
	theme_free(fixture->theme);
	site_free(fixture->site);
	diag_free(fixture->diag);
	free(fixture);
	return 0;
}

static const char *make(struct fixture *fixture, const struct plan_item *item)
{
	buf_clear(&fixture->out);
	if (item->maker == PLAN_EXPORT)
		export_render(&fixture->exports, &fixture->plan, item, &fixture->scratch, &fixture->out);
	else
		assert_int_equal(page_render(fixture->pages, item, &fixture->scratch, &fixture->out,
					     fixture->diag), 0);
	return fixture->out.ptr;
}

static const struct plan_item *planned(struct fixture *fixture, const char *path)
{
	for (size_t i = 0; i < fixture->plan.items.count; i++)
		if (str_equal(fixture->plan.items.at[i].path, str_from(path)))
			return &fixture->plan.items.at[i];
	return NULL;
}

static const char *page(struct fixture *fixture, const char *path)
{
	const struct plan_item *item = planned(fixture, path);

	if (!item)
		fail_msg("%s is not planned", path);
	return make(fixture, item);
}

#define assert_has(text, part) has((text), (part), true, __LINE__)
#define assert_lacks(text, part) has((text), (part), false, __LINE__)

static void has(const char *text, const char *part, bool wanted, int line)
{
	if ((strstr(text, part) != NULL) == wanted)
		return;
	fprintf(stderr, "%s\n", text);
	print_error("%s: %s\n", wanted ? "lacks" : "has", part);
	_fail(__FILE__, line);
}

/* --- Tests. */

static void every_page_renders_clean(void **state)
{
	struct fixture *fixture = *state;
	static const char *const never[] = { "<script>alert", "href=\"javascript", "<img src=x", "SECRETO",
					     "gmail.com", "Persona<", "<no>", "<algo>" };

	for (size_t i = 0; i < fixture->plan.items.count; i++) {
		const struct plan_item *item = &fixture->plan.items.at[i];
		const char *text;

		if (item->maker != PLAN_PAGE)
			continue;
		text = make(fixture, item);
		for (size_t j = 0; j < sizeof never / sizeof *never; j++)
			assert_lacks(text, never[j]);
	}
}

static void same_page_same_bytes(void **state)
{
	struct fixture *fixture = *state;
	char *first = strdup(page(fixture, "evaluaciones/2021/fism.html"));

	assert_string_equal(first, page(fixture, "evaluaciones/2021/fism.html"));
	free(first);
}

static void an_evaluation_shows_the_whole_form(void **state)
{
	const char *text = page(*state, "evaluaciones/2021/fism.html");
	static const char *const anchors[] = {
		"id=\"s-1\"", "id=\"s-1-1\"", "id=\"s-1-7\"", "id=\"s-2-2\"", "id=\"s-2-2-4\"", "id=\"s-3-2\"",
		"id=\"s-4-6\"", "id=\"s-5-6-1\"", "id=\"s-5-6-2\"", "id=\"s-6-1-5\"", "id=\"s-6-4\"", "id=\"s-7-2\"",
		"id=\"objetivo-2\"", "id=\"hallazgo-3\" value=\"3\"", "id=\"recomendacion-3\" value=\"3\"",
	};

	for (size_t i = 0; i < sizeof anchors / sizeof *anchors; i++)
		assert_has(text, anchors[i]);
	assert_has(text, "href=\"#hallazgo-3\"");
	assert_has(text, "<li id=\"s-6-1-2\">X Invitación a tres</li>");
	assert_has(text, "$1,000.00 (IVA incluido)");
	assert_has(text, "vence 30/09/2022 45 días tarde 15");
	assert_has(text, "<link rel=\"canonical\" href=\"https://sitio.example/ev/evaluaciones/2021/fism.html\">");
	assert_has(text, "\"@type\": \"Report\"");
	assert_has(text, "<a rel=\"next\" href=\"../2022/fism.html\">2022</a>");
	assert_has(text, "FAIS 2020");
	assert_lacks(text, "al 1 de enero");
}

static void states_stay_apart(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "evaluaciones/2021/fism.html");

	assert_has(text, "No se detectan oportunidades.</p>\n[ninguna]");
	assert_has(text, "<title>FISM 2021 · Municipio M · Prueba</title>");
	assert_has(text, "id=\"s-2-2-1\">2.2.1 Fortalezas</h4>\n<div>[no-consta]");
	assert_has(text, "[reservado]");
	assert_has(text, "<a href=\"mailto:eva@correo.ejemplo.gob.mx\">");
	assert_has(text, "<a href=\"mailto:persona@firma.example\">");
	assert_has(text, "[suprimido] Aviso: Orden &lt;1&gt; 2023-01-02");
	assert_has(text, "<p class=\"suprimido\">Suprimido: Orden dos</p>");
	assert_has(text, "titular ../../unidades/tesoreria.html<dl><dt>Titular<dd>[no-consta]</dl>enlace ../../unidades/tesoreria.html"
			 "<dl><dt>Nombre<dd>Ana<dt>");
	assert_has(text, "[suprimido] Aviso: Orden tres");
}

static void links_lead_where_they_should(void **state)
{
	const char *text = page(*state, "evaluaciones/2021/fism.html");

	assert_has(text, "<a href=\"../2022/fism.html#hallazgo-1\">aquello</a>");
	assert_has(text, "Ver esto y <a");
	assert_has(text, "<a href=\"../../archivos/a%26b.pdf\">a&amp;b.pdf</a> <span class=\"archivo-datos\">(10 bytes, "
			 "SHA-256 <code class=\"sha256\">aaaa");
	assert_has(text, "<a href=\"../../archivos/informe.pdf\">el informe</a> <span class=\"archivo-datos\">(5 bytes)</span>");
	assert_has(text, "<a class=\"mencion\" href=\"../../fondos/fism.html\">FISM</a>");
	assert_has(text, "La &lt;b&gt;Tesorería&lt;/b&gt;</a>");
	assert_has(text, "<code>código &amp; más</code>");
}

static void prose_keeps_its_shape(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "fondos/fais.html");

	assert_has(text, "<h2 id=\"titulo-uno\">Título uno</h2>\n<h3 id=\"salto\">Salto</h3>");
	assert_has(text, "<h2>Título uno</h2>");
	assert_has(text, "<th scope=\"col\" class=\"izquierda\">a</th>");
	assert_has(text, "<td class=\"derecha\">&lt;2&gt;</td>");
	text = page(fixture, "paginas/acerca.html");
	assert_has(text, "<img src=\"../archivos/a%26b.pdf\" alt=\"figura\" loading=\"lazy\">");
	assert_has(text, "<a class=\"externo\" href=\"https://otro.example/x.png\">ajena</a>");
	assert_lacks(text, "src=\"https");
}

static void follow_up_is_told(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "evaluaciones/2021/fism.html");

	assert_has(text, "<div class=\"asm\" id=\"seguimiento-asm-1\">Hacer &lt;algo&gt; [en-proceso]");
	assert_has(text, "<div class=\"asm\">Hacer &lt;algo&gt;");
	assert_has(text, "No aceptada: Porque &lt;no&gt;");
	text = page(fixture, "recomendaciones/index.html");
	assert_has(text, "<p>al 1 de enero de 2023</p>");
	assert_has(text, "<p>3 2 1 0 1 0 1</p>");
	assert_has(text, "<a href=\"../evaluaciones/2021/fism.html#recomendacion-1\">1</a> Primera.");
	assert_has(text, "vencido");
	assert_has(text, "<p>vencen 1: 2022-12-31 ../evaluaciones/2021/fism.html</p>");
	text = page(fixture, "unidades/tesoreria.html");
	assert_has(text, "Hacer &lt;algo&gt;");
}

static void the_programme_is_told(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "pae/2022.html");

	assert_has(text, "FISM 2021 <a href=\"../evaluaciones/2021/fism.html\">");
	assert_has(text, "FAIS 2021 atrasada 93");
	assert_has(page(fixture, "pae/index.html"), "<a href=\"2022.html\">2022</a> 2 1 1 1");
	text = page(fixture, "index.html");
	assert_has(text, "FAIS 2021</a> prometida atrasada");
	assert_has(text, "1 pendientes");
}

static void a_shared_contract_counts_once(void **state)
{
	struct fixture *fixture = *state;

	assert_has(page(fixture, "evaluaciones/index.html"), "<p>2 por $1,000.00, 1 sin costo, 1 retirada</p>");
	assert_has(page(fixture, "contratos/c.html"), "ampara FAIS 2020");
	assert_has(page(fixture, "index.html"), "total $1,000.00");
}

static void withdrawn_and_former_stay(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "evaluaciones/2022/fism.html");

	assert_has(text, "Retirada el 6 de mayo de 2023: Se retiró &lt;por&gt; error");
	text = page(fixture, "evaluaciones/2022/vieja.html");
	assert_has(text, "2022/vieja es <a href=\"fism.html\">Evaluación 2022</a>");
	assert_has(text, "<a id=\"hallazgo-1\" href=\"fism.html#hallazgo-1\">Hallazgo 1</a>");
	assert_has(page(fixture, "fondos/fism-df.html"), "href=\"fism.html\"");
}

static void not_found_works_at_any_depth(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "404.html");

	assert_has(text, "<a href=\"https://sitio.example/ev/index.html\">Inicio</a>");
	assert_has(text, "href=\"https://sitio.example/ev/fondos/index.html\"");
	assert_lacks(text, "canonical");
}

static void the_guide_tells_every_field(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "guia/evaluacion.html");

	assert_has(text, "termino: 2022-08-31");
	assert_has(text, "# 2.1 Describir los hallazgos");
	assert_has(page(fixture, "guia/index.html"), "id=\"d-direccion-repetida\"");
	for (int id = 0; id < RECORD_TYPES; id++)
		assert_true(record_type((enum record_type_id)id)->count > 0);
}

static void the_map_lists_what_is_public(void **state)
{
	struct fixture *fixture = *state;
	const char *text = page(fixture, "sitemap.xml");

	assert_has(text, "<loc>https://sitio.example/ev/</loc>");
	assert_has(text, "<loc>https://sitio.example/ev/evaluaciones/2021/fism.html</loc>");
	assert_lacks(text, "404.html");
	assert_lacks(text, "vieja");
	assert_has(page(fixture, "robots.txt"), "Sitemap: https://sitio.example/ev/sitemap.xml");
}

static void copies_and_assets_are_planned(void **state)
{
	struct fixture *fixture = *state;
	const struct plan_item *item = planned(fixture, "archivos/a&b.pdf");

	assert_non_null(item);
	assert_int_equal(item->maker, PLAN_COPY);
	assert_text(item->source, "archivos/a&b.pdf");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_renders_clean),
		cmocka_unit_test(same_page_same_bytes),
		cmocka_unit_test(an_evaluation_shows_the_whole_form),
		cmocka_unit_test(states_stay_apart),
		cmocka_unit_test(links_lead_where_they_should),
		cmocka_unit_test(prose_keeps_its_shape),
		cmocka_unit_test(follow_up_is_told),
		cmocka_unit_test(the_programme_is_told),
		cmocka_unit_test(a_shared_contract_counts_once),
		cmocka_unit_test(withdrawn_and_former_stay),
		cmocka_unit_test(not_found_works_at_any_depth),
		cmocka_unit_test(the_guide_tells_every_field),
		cmocka_unit_test(the_map_lists_what_is_public),
		cmocka_unit_test(copies_and_assets_are_planned),
	};

	return cmocka_run_group_tests_name("page", tests, set_up, tear_down);
}
