// check.js -- the open data of a built site, through validators that others wrote.
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Usage: node check.js SITE MODULES. Prints "ok NAME" or "not ok NAME why" for each.
// Each validator is first shown something wrong, so that its silence means something.
'use strict';
const fs = require('fs');
const path = require('path');
const [site, modules] = process.argv.slice(2);
const use = name => require(require.resolve(name, { paths: [modules] }));
const data = path.join(site, 'datos');
const read = name => JSON.parse(fs.readFileSync(path.join(data, name), 'utf8'));

function say(name, faults) {
	const words = faults.join('; ').replace(/\s+/g, ' ').slice(0, 400);
	console.log(faults.length ? `not ok data/${name} ${words}` : `ok data/${name}`);
	if (faults.length) process.exitCode = 1;
}

function files(folder, name, found = []) {
	for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
		const at = path.join(folder, entry.name);
		if (entry.isDirectory()) files(at, name, found);
		else if (entry.name === name) found.push(at);
	}
	return found;
}

// What lies beside the pages of FOLDER.
function listsOf(folder) {
	const at = path.join(site, folder);
	return fs.existsSync(at) ? fs.readdirSync(at).filter(name => name.endsWith('.json')).map(name => path.join(at, name)) : [];
}

// --- JSON Schema 2020-12: the rows of each JSON, each line, each datos.json.
function schemas() {
	const Ajv = use('ajv/dist/2020').default;
	const formats = use('ajv-formats').default;
	const fresh = () => formats(new Ajv({ allErrors: true, strict: true, allowUnionTypes: true, strictTypes: false }));
	const faults = validate => (validate.errors || []).map(e => `${e.instancePath} ${e.message}`);

	for (const file of fs.readdirSync(path.join(data, 'esquemas'))) {
		const stem = file.replace('.schema.json', '');
		const validate = fresh().compile(read(`esquemas/${file}`));
		let wrong = [], seen = 0;
		const look = (value, name) => { seen++; if (!validate(value)) wrong.push(`${name}: ${faults(validate)}`); };
		if (stem === 'evaluacion') {
			for (const at of files(path.join(site, 'evaluaciones'), 'datos.json'))
				look(JSON.parse(fs.readFileSync(at, 'utf8')), at);
		} else if (stem === 'todo') {
			for (const line of fs.readFileSync(path.join(data, 'todo.jsonl'), 'utf8').trim().split('\n'))
				look(JSON.parse(line), line.slice(0, 60));
		} else if (stem === 'lista') {
			for (const folder of ['fondos', 'ejercicios', 'unidades', 'evaluadores', 'entes', 'contratos'])
				for (const at of listsOf(folder)) look(JSON.parse(fs.readFileSync(at, 'utf8')), at);
		} else {
			look(read(`${stem}.json`), stem);
			for (const at of stem === 'pae' ? listsOf(stem) : []) look(JSON.parse(fs.readFileSync(at, 'utf8')), at);
		}
		say(`schema-${stem}`, seen ? wrong : ['nothing to look at']);
		const broken = stem === 'evaluacion' ? { formato: 'x' } : stem === 'todo' ? { tabla: 'nada' } : [{ clave: 1 }];
		say(`schema-${stem}-refuses`, validate(broken) ? ['it took what is wrong'] : []);
	}
}

// --- Frictionless: the profile, then every cell by its type, and every foreign key.
async function frictionless() {
	const { Package } = use('datapackage');
	const pack = await Package.load(path.join(data, 'datapackage.json'), { basePath: data, strict: false });
	say('datapackage', pack.valid ? [] : pack.errors.map(String));
	const wrong = [];
	for (const resource of pack.resources) {
		try {
			const rows = await resource.read({ keyed: true });
			const lines = read('datapackage.json').resources.find(r => r.name === resource.name);
			if (lines.bytes !== fs.statSync(path.join(data, lines.path)).size) wrong.push(`${resource.name}: other bytes`);
			if (rows.length && !(await resource.checkRelations())) wrong.push(`${resource.name}: relations`);
		} catch (error) {
			wrong.push(`${resource.name}: ${error.errors && error.errors.length ? error.errors.join(', ') : error.message}`);
		}
	}
	say('datapackage-rows', wrong);
	const bad = read('datapackage.json');
	delete bad.resources[0].path;
	say('datapackage-refuses', (await Package.load(bad, { basePath: data })).valid ? ['it took what is wrong'] : []);
}

// --- CSVW: the registry has no validator of it, only readers that take one word for null and check no cell. Left out:
// cells by their type. Each column, key and reference it names must be there, and each column must be of the type
// that the data package gives it, by which Frictionless has read every cell.
function csvw() {
	const like = { integer: 'integer', year: 'gYear', date: 'date', number: 'decimal', string: 'string', boolean: 'boolean' };
	const fields = new Map();
	for (const resource of read('datapackage.json').resources)
		for (const field of resource.schema.fields)
			fields.set(`${resource.path} ${field.name}`, { ...field, empty: resource.schema.missingValues.join() });
	const tables = new Map(read('csv-metadata.json').tables.map(table => [table.url, table]));
	const names = table => table.tableSchema.columns.map(column => column.name);
	const wrong = [];
	for (const [url, table] of tables) {
		const header = fs.readFileSync(path.join(data, url), 'utf8').split('\r\n', 1)[0];
		if (header !== names(table).join(',')) wrong.push(`${url}: header`);
		for (const { name, datatype, required, null: empty } of table.tableSchema.columns) {
			const field = fields.get(`${url} ${name}`) || {};
			if (like[field.type] !== (datatype.base || datatype) || field.empty !== empty.join() ||
				Boolean(required) !== Boolean((field.constraints || {}).required))
				wrong.push(`${url}: ${name} is not as in the data package`);
		}
		for (const key of table.tableSchema.primaryKey)
			if (!names(table).includes(key)) wrong.push(`${url}: ${key}`);
		for (const { columnReference, reference } of table.tableSchema.foreignKeys || [])
			if (!names(table).includes(columnReference) || !tables.has(reference.resource) ||
				!names(tables.get(reference.resource)).includes(reference.columnReference))
				wrong.push(`${url}: ${columnReference}`);
	}
	const there = fs.readdirSync(data).filter(name => name.endsWith('.csv') && name !== 'transparencia.csv');
	if (there.sort().join() !== [...tables.keys()].sort().join()) wrong.push('other tables');
	say('csvw', wrong);
}

// --- JSON-LD: expanded offline (the context is in the file), then asked as a graph.
async function linked() {
	const jsonld = use('jsonld');
	const documentLoader = url => { throw new Error(`it asks the network for ${url}`); };
	const base = 'https://datos.example/datos/catalogo.jsonld';
	const quads = await jsonld.toRDF(read('catalogo.jsonld'), { base, documentLoader, safe: true });
	const wrong = [];
	const found = { sums: 0, sizes: 0, downloads: 0 };
	for (const { predicate, object } of quads) {
		found.sums += predicate.value === 'http://spdx.org/rdf/terms#checksumValue';
		found.sizes += predicate.value === 'http://www.w3.org/ns/dcat#byteSize';
		if (predicate.value !== 'http://www.w3.org/ns/dcat#downloadURL') continue;
		found.downloads++;
		const url = new URL(object.value);
		if (url.hash || !fs.existsSync(path.join(site, decodeURI(url.pathname)))) wrong.push(`${object.value} is not there`);
	}
	// W3C's own vocabulary, of version 2; what version 3 added is told by hand.
	const vocabulary = await jsonld.fromRDF(fs.readFileSync(path.join(modules, '@vocabulary/dcat/dcat.nq'), 'utf8'),
		{ format: 'application/n-quads' });
	const terms = new Set(vocabulary.flatMap(graph => graph['@graph'] || graph).map(node => node['@id']));
	const isTerm = term => terms.has(term) || term === 'http://www.w3.org/ns/dcat#version';
	const used = quads.flatMap(quad => [quad.predicate.value, quad.object.value]).filter(term => /ns\/dcat#/.test(term));
	for (const term of new Set(used)) if (!isTerm(term)) wrong.push(`${term} is no term of DCAT`);
	if (used.length < 20 || isTerm('http://www.w3.org/ns/dcat#downloadUrl')) wrong.push('the vocabulary was not looked at');
	if (!found.downloads || found.sums !== found.downloads || found.sizes !== found.downloads) wrong.push(JSON.stringify(found));
	say('dcat', wrong);
	const bad = await jsonld.toRDF({ '@context': { a: 'relative' }, a: 'x' }, { base, documentLoader, safe: true }).then(() => 1, () => 0);
	say('dcat-refuses', bad ? ['it took what is wrong'] : []);
	const pages = [];
	for (const at of files(site, 'index.html').concat(files(path.join(site, 'evaluaciones'), 'dos.html'))) {
		for (const [, text] of fs.readFileSync(at, 'utf8').matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
			const loader = async url => ({ contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': 'https://schema.org/' } } });
			pages.push(at);
			try {
				const all = await jsonld.toRDF(JSON.parse(text), { base, documentLoader: loader, safe: true });
				if (!all.length) wrong.push(`${at}: says nothing`);
			} catch (error) { wrong.push(`${at}: ${error.message}`); }
		}
	}
	say('schema-org', pages.length > 1 ? wrong : ['no page has any']);
}

(async () => {
	for (const part of [schemas, frictionless, csvw, linked]) {
		try { await part(); } catch (error) { say(part.name, [error.stack]); }
	}
})();
