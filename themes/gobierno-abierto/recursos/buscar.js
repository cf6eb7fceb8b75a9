/*
 * Busca en el índice que hizo «diafano build», sin servidor: cada parte del índice es un guion de
 * datos/buscar/ que llama a buscar_parte(). Lo que se escribe no sale de la máquina.
 *
 * De arriba abajo: palabras, bytes, partes, consulta, resultados, página. Todo texto entra en la página como
 * texto (textContent), nunca como HTML.
 */
(function () {
	'use strict';

	/* --- Palabras: las mismas reglas de search_word.h. */

	var WORD = /[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))+(?:\.[0-9]+)*|[0-9]+(?:\.[0-9]+)*|\p{L}[\p{L}\p{M}\p{N}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*/gu;
	var UNSEEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
	var LONGEST = 40;

	function clean(word) {
		if (/^[0-9]/.test(word))
			return word.replace(/,/g, '').replace(/\.[0.]*$/, '').slice(0, LONGEST);
		word = word.replace(UNSEEN, '').normalize('NFC').toLowerCase();
		return word.length > LONGEST ? Array.from(word).slice(0, LONGEST).join('') : word;
	}

	function fold(word) {
		return word.normalize('NFD').replace(/\p{Mn}/gu, '');
	}

	/* [{word, start, end}] de un texto. */
	function wordsOf(text) {
		var found = [], match;
		WORD.lastIndex = 0;
		while ((match = WORD.exec(text)))
			found.push({ word: clean(match[0]), start: match.index, end: WORD.lastIndex });
		return found.filter(function (one) { return one.word; });
	}

	/* Cuántas letras hay que cambiar, o más que limit. */
	function distance(a, b, limit) {
		if (Math.abs(a.length - b.length) > limit)
			return limit + 1;
		var before = [], last = [], row, i, j;
		for (j = 0; j <= b.length; j++)
			last.push(j);
		for (i = 1; i <= a.length; i++) {
			row = [i];
			for (j = 1; j <= b.length; j++) {
				row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
				if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
					row[j] = Math.min(row[j], before[j - 2] + 1);
			}
			before = last;
			last = row;
		}
		return last[b.length];
	}

	/* --- Bytes. */

	function bytesOf(base64) {
		var text = atob(base64), bytes = new Uint8Array(text.length);
		for (var i = 0; i < text.length; i++)
			bytes[i] = text.charCodeAt(i);
		return bytes;
	}

	function Reader(bytes, at) {
		this.bytes = bytes;
		this.at = at || 0;
	}

	Reader.prototype.next = function () {
		var number = 0, shift = 1, byte;
		do {
			byte = this.bytes[this.at++];
			number += (byte & 127) * shift;
			shift *= 128;
		} while (byte > 127);
		return number;
	};

	/* DEFLATE (RFC 1951). */
	var LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
	var LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
	var REACHES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
	var REACH_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
	var ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

	/* Cuántos códigos hay de cada largo, y los símbolos en su orden. */
	function huffman(lengths) {
		var counts = [], offsets = [0, 0], symbols = [], i;
		for (i = 0; i < 16; i++)
			counts.push(0);
		lengths.forEach(function (length) { counts[length]++; });
		counts[0] = 0;
		for (i = 1; i < 15; i++)
			offsets.push(offsets[i] + counts[i]);
		lengths.forEach(function (length, symbol) {
			if (length)
				symbols[offsets[length]++] = symbol;
		});
		return { counts: counts, symbols: symbols };
	}

	function fixed() {
		var lengths = [], reaches = [], i;
		for (i = 0; i < 288; i++)
			lengths.push(i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8);
		for (i = 0; i < 30; i++)
			reaches.push(5);
		return [huffman(lengths), huffman(reaches)];
	}

	function inflate(bytes) {
		var out = new Uint8Array(Math.max(1024, bytes.length * 8)), size = 0, at = 0, held = 0, bits = 0;

		function take(count) {
			while (bits < count) {
				if (at >= bytes.length)
					throw new Error('DEFLATE');
				held |= bytes[at++] << bits;
				bits += 8;
			}
			var value = held & ((1 << count) - 1);
			held >>>= count;
			bits -= count;
			return value;
		}
		function symbol(code) {
			var value = 0, first = 0, index = 0;
			for (var length = 1; length < 16; length++) {
				value |= take(1);
				if (value - code.counts[length] < first)
					return code.symbols[index + (value - first)];
				index += code.counts[length];
				first = (first + code.counts[length]) << 1;
				value <<= 1;
			}
			throw new Error('DEFLATE');
		}
		function dynamic() {
			var nlen = take(5) + 257, ndist = take(5) + 1, ncode = take(4) + 4, lengths = [], i, code, one, last;
			for (i = 0; i < 19; i++)
				lengths[ORDER[i]] = i < ncode ? take(3) : 0;
			code = huffman(lengths);
			lengths = [];
			while (lengths.length < nlen + ndist) {
				one = symbol(code);
				last = one < 16 ? one : one === 16 ? lengths[lengths.length - 1] : 0;
				i = one < 16 ? 1 : one === 16 ? 3 + take(2) : one === 17 ? 3 + take(3) : 11 + take(7);
				while (i--)
					lengths.push(last);
			}
			return [huffman(lengths.slice(0, nlen)), huffman(lengths.slice(nlen, nlen + ndist))];
		}
		function room(count) {
			if (size + count <= out.length)
				return;
			var more = new Uint8Array((size + count) * 2);
			more.set(out.subarray(0, size));
			out = more;
		}
		function block(codes) {
			for (;;) {
				var one = symbol(codes[0]), count, reach;
				if (one === 256)
					return;
				if (one < 256) {
					room(1);
					out[size++] = one;
					continue;
				}
				count = LENGTHS[one - 257] + take(LENGTH_BITS[one - 257]);
				one = symbol(codes[1]);
				reach = REACHES[one] + take(REACH_BITS[one]);
				if (reach > size)
					throw new Error('DEFLATE');
				room(count);
				for (; count--; size++)
					out[size] = out[size - reach];
			}
		}
		function stored() {
			held = bits = 0;
			var count = bytes[at] | bytes[at + 1] << 8;
			at += 4;
			room(count);
			out.set(bytes.subarray(at, at + count), size);
			size += count;
			at += count;
		}

		for (var last = 0; !last;) {
			last = take(1);
			var kind = take(2);
			if (kind === 0)
				stored();
			else
				block(kind === 1 ? fixed() : dynamic());
		}
		return out.subarray(0, size);
	}

	/* --- Partes: cada una se pide una vez; la que falla se puede volver a pedir. */

	var place = document.getElementById('p_buscador');
	var parts = {}, asked = {}, missing = 0, onMissing = function () {};

	window.buscar_parte = function (name, data) {
		parts[name] = data;
	};

	/* Para las pruebas, que leen las palabras de un texto fuera de toda página. */
	window.buscar_parte.palabras = function (text) {
		return wordsOf(text).map(function (one) { return one.word; });
	};

	function ask(name) {
		if (name in parts)
			return Promise.resolve(parts[name]);
		if (asked[name])
			return asked[name];
		missing++;
		onMissing();
		asked[name] = new Promise(function (resolve, reject) {
			var script = document.createElement('script');
			function done() {
				missing--;
				delete asked[name];
				script.remove();
				onMissing();
				if (name in parts) {
					resolve(parts[name]);
				} else {
					reject(new Error(name));
				}
			}
			script.onload = script.onerror = done;
			script.src = place.dataset.partes + name + '.js';
			document.head.appendChild(script);
		});
		return asked[name];
	}

	function askAll(names) {
		return Promise.all(names.map(ask));
	}

	/* --- El índice. */

	var root, keys, names, stops, common, acronyms;
	var FACETS = ['fondo', 'ejercicio', 'ente', 'evaluador'];

	function openRoot(data) {
		var seen = {};
		root = data;
		keys = data.partes ? data.partes.split(' ') : [];
		names = keys.map(function (key) {
			var name = key.replace(/[^a-z0-9]/g, '').slice(0, 12) || '0';
			seen['=' + name] = (seen['=' + name] || 0) + 1;
			return 'p-' + name + (seen['=' + name] > 1 ? '-' + seen['=' + name] : '');
		});
		stops = new Set(data.vacias.split(' '));
		common = [];
		data.comunes.split(' ').forEach(function (word, i, all) {
			if (i % 2 === 0 && word)
				common.push({ text: word, folded: fold(word), items: +all[i + 1] });
		});
		acronyms = new Map();
		data.siglas.forEach(function (line) {
			var all = Array.from(new Set(line.split(' ').map(fold)));
			all.forEach(function (word) { acronyms.set(word, all); });
		});
	}

	/* El lugar de la parte que tendría la palabra. */
	function partOf(word) {
		var low = 0, high = keys.length - 1;
		while (low < high) {
			var middle = (low + high + 1) >> 1;
			if (keys[middle] <= word)
				low = middle;
			else
				high = middle - 1;
		}
		return low;
	}

	/* Las partes de una palabra y, si puede ir a medias, la que sigue. */
	function partsOf(word, open) {
		if (!keys.length)
			return [];
		var first = partOf(word), found = [names[first]];
		if (open && word.length > 1 && first + 1 < keys.length && keys[first + 1].indexOf(word) === 0)
			found.push(names[first + 1]);
		return found;
	}

	var vocabularies = {};

	/* [{text, folded, group, items, list}] de una parte. */
	function vocabulary(name) {
		if (vocabularies[name])
			return vocabularies[name];
		var bytes = bytesOf(parts[name][1]), reader = new Reader(bytes), forms = [], last = '', group = 0;
		parts[name][0].split('\n').forEach(function (line) {
			line.split(' ').forEach(function (piece) {
				last = last.slice(0, parseInt(piece[0], 36)) + piece.slice(1);
				forms.push({ text: last, folded: fold(last), group: group, items: 0, at: 0, bytes: bytes, size: 0 });
			});
			group++;
		});
		forms.forEach(function (form) {
			form.items = reader.next();
			form.size = reader.next();
		});
		forms.reduce(function (at, form) {
			form.at = at;
			return at + form.size;
		}, reader.at);
		vocabularies[name] = forms;
		return forms;
	}

	/* Llama a take(documento, clase, número, peso) por cada elemento de la forma; dice cuántos son. */
	function eachItem(form, take) {
		var reader = new Reader(form.bytes, form.at), end = form.at + form.size, item = -1, code, count = 0;
		while (reader.at < end) {
			item += reader.next();
			do {
				code = reader.next();
				take(item, code >> 5 & 15, Math.floor(code / 512), (code >> 1 & 15) / 15);
				count++;
			} while (code & 1);
		}
		return count;
	}

	/* --- La consulta. */

	var WORDS_MAX = 12;

	/* {terms: [{word, folded, open, no, exact}], phrases: [[folded...]], ignored} */
	function parse(text) {
		var query = { terms: [], phrases: [], ignored: [], cut: false };
		/* Lo que no es texto bien formado (medio par sustituto) no se busca. */
		text = text.slice(0, 300).replace(/[\ud800-\udbff](?![\udc00-\udfff])|(^|[^\ud800-\udbff])[\udc00-\udfff]/g, '$1 ');
		text = text.replace(/[«»“”„]/g, '"');
		var pieces = text.match(/-?"[^"]*"?|[^\s"]+/g) || [];
		var ends = /[\s"]$/.test(text);

		function add(found, no, exact, open) {
			found.forEach(function (one, i) {
				if (stops.has(one.word)) {
					if (!exact && !no)
						query.ignored.push(one.word);
					return;
				}
				if (query.terms.length >= WORDS_MAX) {
					query.cut = true;
					return;
				}
				query.terms.push({ word: one.word, folded: fold(one.word), no: no, exact: exact,
						   open: open && i === found.length - 1 });
			});
		}

		pieces.forEach(function (piece, i) {
			var no = piece[0] === '-' && piece.length > 1, body = no ? piece.slice(1) : piece;
			var found = wordsOf(body), last = i === pieces.length - 1 && !ends;
			if (!found.length)
				return;
			if (body[0] === '"') {
				if (!no)
					add(found, false, true, false);
				if (found.length > 1 || no)
					query.phrases.push({ no: no, words: found.map(function (one) { return fold(one.word); }) });
				return;
			}
			/* «FISM-DF» es también una sola palabra. */
			if (/^\p{L}+-\p{L}+$/u.test(body) && found.length === 2)
				found = [{ word: found[0].word + found[1].word, parts: found }];
			add(found, no, false, last && !no);
			if (found[0].parts)
				query.terms[query.terms.length - 1].parts = found[0].parts;
		});
		return query;
	}

	function allOf(term) {
		return term.exact ? [term.folded] : acronyms.get(term.folded) || [term.folded];
	}

	/* Los nombres de las partes que hacen falta. */
	function needed(query) {
		var found = {};
		query.terms.forEach(function (term) {
			allOf(term).concat((term.parts || []).map(function (one) { return fold(one.word); })).forEach(function (word) {
				partsOf(word, term.open).forEach(function (name) { found[name] = true; });
			});
		});
		return Object.keys(found);
	}

	/* Las formas que responden a la palabra, con lo que vale cada una: [[forma, peso]]. */
	function formsOf(term) {
		var found = [], taken = new Set();

		function take(form, weight) {
			if (!taken.has(form)) {
				taken.add(form);
				found.push([form, weight]);
			}
		}
		allOf(term).forEach(function (word, i) {
			var base = i && word !== term.folded || word !== term.folded ? 0.85 : 1;
			partsOf(word, false).forEach(function (name) {
				var forms = vocabulary(name), groups = new Set();
				forms.forEach(function (form) {
					if (form.folded !== word)
						return;
					take(form, form.text === term.word ? 1 : base * 0.95);
					groups.add(form.group);
				});
				if (!term.exact)
					forms.forEach(function (form) {
						if (groups.has(form.group))
							take(form, base * 0.8);
					});
			});
		});
		if (term.open && term.folded.length > 1) {
			var more = [];
			partsOf(term.folded, true).forEach(function (name) {
				vocabulary(name).forEach(function (form) {
					if (form.folded.indexOf(term.folded) === 0 && !taken.has(form))
						more.push(form);
				});
			});
			more.sort(function (a, b) { return b.items - a.items; });
			more.slice(0, 40).forEach(function (form) { take(form, found.length ? 0.4 : 0.6); });
		}
		return found;
	}

	/* La palabra del sitio que más se parece a una que no está, o null. */
	function nearest(folded) {
		var limit = folded.length > 7 ? 2 : folded.length > 3 ? 1 : 0, best = null, least = limit + 1;
		if (!limit || /^[0-9]/.test(folded))
			return null;
		function consider(form) {
			var far = distance(folded, form.folded, limit);
			if (far < least || (far === least && far <= limit && best && form.items > best.items)) {
				least = far;
				best = form;
			}
		}
		partsOf(folded, false).forEach(function (name) { vocabulary(name).forEach(consider); });
		common.forEach(consider);
		return best && best.text;
	}

	/* Las secciones del formato que llevan ese nombre: «hallazgo», «recomendaciones». */
	function sectionsOf(term) {
		var found = new Set();
		root.secciones.forEach(function (section, i) {
			if (term.folded.length > 4 && wordsOf(section[2] + ' ' + section[3]).some(function (one) {
				return fold(one.word) === term.folded;
			}))
				found.add(i + 1);
		});
		return found;
	}

	/* Lo que un término da: por documento, cuánto pesa su encabezado y cada elemento. */
	function lookUp(term) {
		var result = { term: term, heads: new Map(), items: new Map(), cut: 0, listed: 0, idf: 0, forms: formsOf(term),
			       kinds: sectionsOf(term) };
		var total = 0;
		result.forms.forEach(function (pair) {
			var listed = eachItem(pair[0], function (item, kind, number, impact) {
				var weight = impact * pair[1], list, code;
				if (kind === 0 && number === 0) {
					if (weight > (result.heads.get(item) || 0))
						result.heads.set(item, weight);
					return;
				}
				list = result.items.get(item);
				if (!list)
					result.items.set(item, list = new Map());
				code = number * 16 + kind;
				if (weight > (list.get(code) || 0))
					list.set(code, weight);
			});
			total += pair[0].items;
			result.listed += listed;
			if (listed < pair[0].items)
				result.cut += pair[0].items - listed;
		});
		total = Math.min(total, root.elementos);
		result.total = total;
		result.idf = Math.log(1 + (root.elementos - total + 0.5) / (total + 0.5));
		return result;
	}

	/* --- Facetas. */

	var columns, units;

	function openColumns() {
		if (columns)
			return;
		columns = parts.columnas.map(function (text) {
			var reader = new Reader(bytesOf(text)), values = [], end = reader.bytes.length;
			while (reader.at < end) {
				var value = reader.next(), count = value & 1 ? reader.next() + 1 : 1;
				while (count-- && values.length < root.evaluaciones)
					values.push(value >> 1);
			}
			return values;
		});
	}

	function openUnits() {
		if (units)
			return;
		var reader = new Reader(bytesOf(parts.unidades.columna));
		units = [];
		for (var i = 0; i < root.evaluaciones; i++) {
			var list = [];
			for (var count = reader.next(); count > 0; count--)
				list.push(reader.next() - 1);
			units.push(list);
		}
	}

	/* Los valores de la faceta que tiene un documento, como lugares de su lista. */
	function valuesOf(facet, item) {
		var number = item - root.entradas, value;
		if (number < 0)
			return [];
		if (facet === 'unidad')
			return units[number];
		value = columns[FACETS.indexOf(facet)][number];
		if (!value)
			return [];
		return facet === 'fondo' ? root.juegos[value - 1] : [value - 1];
	}

	function choicesOf(facet) {
		if (facet === 'seccion')
			return root.secciones.map(function (one) { return [one[0], one[3]]; });
		return facet === 'unidad' ? parts.unidades.unidad : root[facet];
	}

	/* Las elegidas de una faceta, como un conjunto de lugares; null: ninguna. */
	function chosenOf(chosen, facet) {
		var wanted = chosen[facet] || [], found = new Set();
		if (!wanted.length)
			return null;
		choicesOf(facet).forEach(function (choice, i) {
			if (wanted.indexOf(choice[0]) >= 0)
				found.add(i);
		});
		return found;
	}

	function passes(sets, item, but) {
		for (var facet in sets)
			if (facet !== but && facet !== 'seccion' && sets[facet] &&
			    !valuesOf(facet, item).some(function (value) { return sets[facet].has(value); }))
				return false;
		return true;
	}

	/* --- Quién responde, y en qué orden. */

	var HEAD = 0.35;	/* lo que da a un elemento una palabra que sólo está en el encabezado de su documento */

	/* [{item, code, score, full}], los mejores primero; sin facetas. */
	function rank(found, not) {
		var terms = found.length, items = new Set(), results = [];
		found.forEach(function (one) {
			one.heads.forEach(function (_, item) { items.add(item); });
			one.items.forEach(function (_, item) { items.add(item); });
		});
		items.forEach(function (item) {
			var seen = new Map();

			/* Una palabra muy común puede estar aunque su lista, cortada, no lo diga. */
			function put(code) {
				var score = 0, has = 0;
				found.forEach(function (one) {
					var list = one.items.get(item), own = code ? list && list.get(code) : one.heads.get(item);
					var head = one.heads.get(item);
					if (own)
						score += one.idf * own;
					else if (code && head)
						score += one.idf * head * HEAD;
					else if (one.kinds.has(code & 15))
						score += one.idf * HEAD;
					has += own || (code && head) || one.kinds.has(code & 15) ? 1 : one.cut ? 0.5 : 0;
				});
				seen.set(code, { item: item, code: code, has: has, score: score * Math.pow(has / terms, 3) });
			}
			if (not.some(function (one) { return one.heads.has(item); }))
				return;
			found.forEach(function (one) {
				if (one.heads.has(item) && !seen.has(0))
					put(0);
				(one.items.get(item) || new Map()).forEach(function (_, code) {
					if (!seen.has(code))
						put(code);
				});
			});
			seen.forEach(function (result, code) {
				if (!not.some(function (one) { return one.items.has(item) && one.items.get(item).has(code); }))
					results.push(result);
			});
		});
		var most = 0, cut = found.filter(function (one) { return one.cut; }).length;
		results.forEach(function (result) { most = Math.max(most, result.has); });
		var enough = most >= terms ? terms - cut / 2 : most;
		results = results.filter(function (result) { return result.has >= enough; });
		results.sort(function (a, b) { return b.score - a.score || b.item - a.item || a.code - b.code; });
		return { results: results, partial: most < terms - cut / 2 };
	}

	/* Sin palabras: todas las evaluaciones, la más nueva primero. */
	function everything() {
		var results = [];
		for (var i = root.entradas + root.evaluaciones - 1; i >= root.entradas; i--)
			results.push({ item: i, code: 0, score: 0 });
		return { results: results, partial: false };
	}

	/* --- Textos. */

	var texts = {};

	function textName(item) {
		return item < root.entradas ? 'e-' + Math.floor(item / root.por_entradas) :
			't-' + Math.floor((item - root.entradas) / root.por_textos);
	}

	function openTexts(name) {
		if (texts[name])
			return texts[name];
		var all = [], one = null;
		new TextDecoder().decode(inflate(bytesOf(parts[name]))).split('\n').forEach(function (line) {
			var fields = line.split('\t');
			if (line[0] === '#') {
				all.push(one = { path: fields[0].slice(1), kind: fold(fields[1]), title: fields[2], items: {} });
			} else if (one && fields.length > 1) {
				var place = fields[0].split('.');
				one.items[place[1] * 16 + +place[0]] = fields[1];
			}
		});
		texts[name] = all;
		return all;
	}

	/* {path, kind, title, items} */
	function documentOf(item) {
		var all = openTexts(textName(item));
		return all[item < root.entradas ? item % root.por_entradas : (item - root.entradas) % root.por_textos];
	}

	function holdsPhrase(words, phrase) {
		for (var i = 0; i + phrase.length <= words.length; i++)
			if (phrase.every(function (word, j) { return words[i + j] === word; }))
				return true;
		return false;
	}

	/* Si el elemento tiene sus frases y no las excluidas; su texto ya está. */
	function holds(result, query) {
		var found = documentOf(result.item), text = found.items[result.code] || '';
		if (!result.code)
			text = found.title + ' · ' + text;
		var words = wordsOf(text).map(function (one) { return fold(one.word); });
		return query.phrases.every(function (phrase) { return holdsPhrase(words, phrase.words) !== phrase.no; }) &&
			!query.terms.some(function (term) { return term.no && words.indexOf(term.folded) >= 0; });
	}

	/* --- La página. */

	if (!place)
		return;
	var say = {}, byId = function (id) { return document.getElementById(id); };
	var input = byId('p_q'), status = byId('p_estado'), error = byId('p_error'), notes = listIn('p_avisos', 'ul', 'avisos');
	var list = listIn('p_resultados', 'ol', 'resultados'), more = byId('p_mas'), reset = byId('p_limpiar'), facets = byId('p_facetas');
	var PAGE = 10, EAGER = 5, CHECKS = 60, turn = 0, state = { q: '', chosen: {} }, shown = null, slow = 0, told = '';
	var ALL = ['fondo', 'ejercicio', 'seccion', 'ente', 'unidad', 'evaluador'];

	/* t('b', {n: 3}) */
	function t(key, values) {
		var text = place.dataset['t' + key.charAt(0).toUpperCase() + key.slice(1)] || '';
		return text.replace(/\{(\w)\}/g, function (all, name) {
			return values && name in values ? String(values[name]) : all;
		});
	}

	function number(value) {
		return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
	}

	function element(name, text, classes) {
		var made = document.createElement(name);
		if (text)
			made.textContent = text;
		if (classes)
			made.className = classes;
		return made;
	}

	/* Las listas nacen aquí: sin guion no habría con qué llenarlas. */
	function listIn(id, name, classes) {
		var made = element(name, '', classes), inside = byId(id);
		if (inside.dataset.t)
			made.setAttribute('aria-label', inside.dataset.t);
		inside.appendChild(made);
		return made;
	}

	function empty(node) {
		while (node.firstChild)
			node.removeChild(node.firstChild);
	}

	/* Lo que se dice; mientras algo tarda, se dice eso. */
	function tell(text) {
		told = text;
		status.textContent = text;
	}

	onMissing = function () {
		if (missing && !slow)
			slow = setTimeout(function () { status.textContent = t('lento', { n: missing }); }, 1500);
		if (missing)
			return;
		clearTimeout(slow);
		slow = 0;
		tell(told);
	};

	function note(text) {
		if (text)
			notes.appendChild(element('li', text));
	}

	/* El texto, con lo que se buscó marcado; si es largo, donde más hay. */
	function putSnippet(to, text, marked) {
		var words = wordsOf(text), hits = words.filter(function (one) { return marked(fold(one.word)); });
		var from = 0, end = text.length, most = -1, LIMIT = 320;
		if (text.length > LIMIT) {
			hits.concat(hits.length ? [] : words.slice(0, 1)).forEach(function (hit) {
				var start = Math.max(0, hit.start - 70);
				var count = hits.filter(function (one) { return one.start >= start && one.end <= start + LIMIT; }).length;
				if (count > most) {
					most = count;
					from = start;
				}
			});
			while (from > 0 && text[from - 1] !== ' ')
				from--;
			end = from + LIMIT;
			while (end < text.length && text[end] !== ' ' && end < from + LIMIT + 40)
				end++;
			end = Math.min(end, text.length);
		}
		if (from > 0)
			to.appendChild(document.createTextNode('… '));
		var at = from;
		hits.forEach(function (hit) {
			if (hit.start < at || hit.end > end)
				return;
			to.appendChild(document.createTextNode(text.slice(at, hit.start)));
			to.appendChild(element('mark', text.slice(hit.start, hit.end)));
			at = hit.end;
		});
		to.appendChild(document.createTextNode(text.slice(at, end)));
		if (end < text.length)
			to.appendChild(document.createTextNode(' …'));
	}

	function labelOf(result, kind) {
		var which = result.code & 15, place = Math.floor(result.code / 16), section;
		if (which === 0)
			return t(kind === 'evaluacion' ? 'documento' : kind);
		section = root.secciones[which - 1];
		if (!section)
			return t('compromiso');
		return section[2] + (section[1] && place ? ' ' + place : '');
	}

	function anchorOf(result) {
		var which = result.code & 15, place = Math.floor(result.code / 16), section = root.secciones[which - 1];
		if (which === 0)
			return '';
		if (!section)
			return '#p_seguimiento';
		return section[1] && place ? '#' + section[1] + '-' + place : '#s-' + section[0].replace(/\./g, '-');
	}

	/* «FISM 2022 · Municipio»: lo que se sabe antes que el texto. */
	function briefOf(item) {
		if (item < root.entradas)
			return '';
		var funds = valuesOf('fondo', item).map(function (i) { return root.fondo[i][1]; }).join(', ');
		var year = valuesOf('ejercicio', item).map(function (i) { return root.ejercicio[i][1]; }).join('');
		var entity = valuesOf('ente', item).map(function (i) { return root.ente[i][1]; }).join('');
		return (funds + ' ' + year).trim() + (entity ? ' · ' + entity : '');
	}

	function fillRow(row, result, marked) {
		var found = documentOf(result.item), link = element('a'), text = found.items[result.code] || '';
		empty(row);
		/* Sólo direcciones de este sitio, hechas por el generador. */
		if (/^[a-z0-9]/.test(found.path) && found.path.indexOf(':') < 0)
			link.href = place.dataset.raiz + found.path + anchorOf(result);
		link.appendChild(element('span', labelOf(result, found.kind), 'que'));
		link.appendChild(document.createTextNode(' ' + (briefOf(result.item) || found.title)));
		row.appendChild(link);
		if (text) {
			var paragraph = element('p', '', 'prosa');
			putSnippet(paragraph, text, marked);
			row.appendChild(paragraph);
		}
		if (result.item >= root.entradas)
			row.appendChild(element('p', found.title, 'tipo'));
	}

	function waitingRow(result) {
		var row = element('li'), kind = result.item < root.entradas ? '' : 'evaluacion';
		row.appendChild(element('span', kind ? labelOf(result, kind) : '', 'que'));
		row.appendChild(document.createTextNode(' ' + briefOf(result.item)));
		row.classList.add('espera');
		return row;
	}

	/* Llama a seen(lugar) cuando un renglón está por verse: los datos de un teléfono son caros. */
	function watch(rows, seen) {
		if (!window.IntersectionObserver) {
			rows.forEach(function (_, i) { seen(i); });
			return;
		}
		var observer = new IntersectionObserver(function (changes) {
			changes.forEach(function (change) {
				if (!change.isIntersecting)
					return;
				observer.unobserve(change.target);
				seen(rows.indexOf(change.target));
			});
		}, { rootMargin: '100px' });
		rows.forEach(function (row) { observer.observe(row); });
	}

	/* Añade los siguientes resultados: los renglones al momento, sus textos cuando llegan. */
	function showMore(now) {
		var checks = shown.query.phrases.length || shown.query.terms.some(function (term) { return term.no; });
		var batch = shown.results.slice(shown.next, shown.next + (checks ? CHECKS : PAGE)), rows = [];

		/* Con frases, de tres archivos en tres: no se pide lo que no se va a ver. */
		function check(from, kept) {
			if (now !== turn)
				return Promise.resolve();
			var some = batch.slice(from, from + PAGE);
			if (!some.length || kept >= PAGE) {
				shown.next += Math.min(from, batch.length);
				finish(kept);
				return Promise.resolve();
			}
			return askAll(some.map(function (one) { return textName(one.item); })).then(function () {
				if (now !== turn)
					return;
				some.forEach(function (result) {
					if (!holds(result, shown.query))
						return;
					var row = element('li');
					fillRow(row, result, shown.marked);
					list.appendChild(row);
					kept++;
				});
				return check(from + PAGE, kept);
			});
		}
		function finish(kept) {
			more.hidden = shown.next >= shown.results.length;
			shown.count += kept;
			if (checks && !more.hidden && !kept)
				note(t('revisadas', { n: number(shown.next) }));
			if (checks && more.hidden || !checks)
				tellCount(checks ? shown.count : shown.results.length);
			else
				tellCount(shown.count, true);
		}

		if (checks)
			return check(0, 0);
		shown.next += batch.length;
		batch.forEach(function (result) {
			var row = waitingRow(result);
			rows.push(row);
			list.appendChild(row);
		});
		finish(batch.length);
		function fill(i) {
			return ask(textName(batch[i].item)).then(function () {
				if (now !== turn)
					return;
				rows[i].classList.remove('espera');
				fillRow(rows[i], batch[i], shown.marked);
			});
		}
		watch(rows.slice(EAGER), function (i) {
			fill(i + EAGER).catch(function () {
				if (now === turn)
					fail();
			});
		});
		return Promise.all(rows.slice(0, EAGER).map(function (_, i) { return fill(i); }));
	}

	function tellCount(count, open) {
		var text = count === 1 ? t('uno') : t('varios', { n: number(count) + (open ? '+' : '') });
		if (!count && !open)
			text = t('nada');
		else if (!open && shown.documents)
			text += ' ' + t('en') + ' ' + (shown.documents === 1 ? t('evaluacion') :
				t('evaluaciones', { n: number(shown.documents) }));
		tell(text);
	}

	/* --- Las facetas en la página. */

	function counts(facet, results, sets) {
		var seen = new Map(), found = new Map();
		results.forEach(function (result) {
			if (result.item < root.entradas)
				return;
			if (facet === 'seccion') {
				var which = (result.code & 15) - 1;
				if (which < 0 || which >= root.secciones.length || seen.get(result.item * 16 + which) ||
				    !passes(sets, result.item, ''))
					return;
				seen.set(result.item * 16 + which, true);
				found.set(which, (found.get(which) || 0) + 1);
				return;
			}
			if (sets.seccion && !sets.seccion.has((result.code & 15) - 1))
				return;
			if (seen.has(result.item) || !passes(sets, result.item, facet))
				return;
			seen.set(result.item, true);
			valuesOf(facet, result.item).forEach(function (value) {
				found.set(value, (found.get(value) || 0) + 1);
			});
		});
		return found;
	}

	function fillFacet(details, results, sets) {
		var facet = details.dataset.faceta, rows = details.querySelector('ul') || details.appendChild(element('ul'));
		empty(rows);
		if (facet === 'unidad' && !parts.unidades)
			return;
		var found = counts(facet, results, sets), wanted = state.chosen[facet] || [];
		var choices = choicesOf(facet).map(function (choice, i) {
			return { key: choice[0], text: choice[1], count: found.get(i) || 0, on: wanted.indexOf(choice[0]) >= 0 };
		}).filter(function (choice) { return choice.count || choice.on; });
		if (facet === 'ejercicio')
			choices.reverse();
		else if (facet !== 'seccion')
			choices.sort(function (a, b) { return b.count - a.count || (a.text < b.text ? -1 : 1); });
		details.hidden = !choices.length && !(facet === 'unidad' && results.length && !details.open);
		choices.forEach(function (choice) {
			var row = element('li'), label = element('label'), box = element('input');
			box.type = 'checkbox';
			box.value = choice.key;
			box.checked = choice.on;
			label.appendChild(box);
			label.appendChild(element('span', choice.text));
			label.appendChild(document.createTextNode(' '));
			label.appendChild(element('span', number(choice.count), 'cuenta'));
			row.appendChild(label);
			rows.appendChild(row);
		});
	}

	function fillFacets(results, sets) {
		var active = document.activeElement, focused = null;
		if (active && active.type === 'checkbox' && facets.contains(active))
			focused = [active.closest('details').dataset.faceta, active.value];
		Array.prototype.forEach.call(facets.querySelectorAll('details'), function (details) {
			fillFacet(details, results, sets);
		});
		if (focused)
			Array.prototype.forEach.call(facets.querySelectorAll('details[data-faceta="' + focused[0] + '"] input'), function (box) {
				if (box.value === focused[1])
					box.focus();
			});
		reset.hidden = !ALL.some(function (facet) { return (state.chosen[facet] || []).length; });
	}

	/* --- Una búsqueda, de principio a fin. */

	function marker(found, query) {
		var words = new Set(), opens = [];
		found.forEach(function (one) {
			one.forms.forEach(function (pair) { words.add(pair[0].folded); });
			if (one.term.open && one.term.folded.length > 1)
				opens.push(one.term.folded);
		});
		query.phrases.forEach(function (phrase) {
			if (!phrase.no)
				phrase.words.forEach(function (word) { words.add(word); });
		});
		return function (word) {
			return words.has(word) || opens.some(function (open) { return word.indexOf(open) === 0; });
		};
	}

	/* Lo que no está se cambia por lo que más se parece. */
	function correct(query) {
		var changed = [];
		query.terms = query.terms.filter(function (term) {
			if (formsOf(term).length)
				return true;
			/* «contable-financiero» no es una palabra: son dos. */
			if (term.parts) {
				term.parts.forEach(function (one) {
					changed.push({ word: one.word, folded: fold(one.word), no: term.no, exact: false, open: false });
				});
				return false;
			}
			if (term.no)
				return false;
			var near = term.exact ? null : nearest(term.folded);
			query.told = query.told || [];
			if (!near) {
				query.told.push(t('noAparece', { p: term.word }));
				query.lost = true;
				return false;
			}
			query.told.push(t('cambiada', { p: term.word, q: near }));
			changed.push({ word: near, folded: fold(near), no: false, exact: false, open: false });
			return false;
		});
		query.terms = query.terms.concat(changed);
		return changed.length ? askAll(needed({ terms: changed })) : Promise.resolve();
	}

	function answer(query, now) {
		var terms = query.terms.filter(function (term) { return !term.no; });
		var found = terms.map(lookUp), not = query.terms.filter(function (term) { return term.no; }).map(lookUp);
		var facet, sets = {}, ranked;

		openColumns();
		if (parts.unidades)
			openUnits();
		ALL.forEach(function (one) {
			if ((state.chosen[one] || []).length)
				sets[one] = chosenOf(state.chosen, one);
		});
		found.forEach(function (one) {
			if (one.cut)
				note(t('comun', { p: one.term.word, n: number(one.total), m: number(one.listed) }));
		});
		if (query.terms.length && !terms.length && !query.lost)
			ranked = everything();
		else if (terms.length)
			ranked = rank(found, not);
		else if (query.lost || query.ignored.length)
			ranked = { results: [], partial: false };
		else
			ranked = everything();
		if (ranked.partial || (query.lost && ranked.results.length))
			note(t('parcial'));
		var results = ranked.results.filter(function (result) {
			if (sets.seccion && !sets.seccion.has((result.code & 15) - 1))
				return false;
			for (facet in sets)
				if (result.item < root.entradas)
					return false;
			return passes(sets, result.item, '');
		});
		var seen = new Set();
		results.forEach(function (result) {
			if (result.item >= root.entradas)
				seen.add(result.item);
		});
		shown = { query: query, results: results, next: 0, count: 0, documents: seen.size, marked: marker(found, query) };
		fillFacets(ranked.results, sets);
		empty(list);
		return showMore(now);
	}

	function fail() {
		tell('');
		error.firstElementChild.textContent = t('fallo');
		error.hidden = false;
	}

	function search() {
		var now = ++turn, query, wanted;

		error.hidden = true;
		return ask('raiz').then(function () {
			if (!root)
				openRoot(parts.raiz);
			query = parse(state.q);
			var nothing = !query.terms.length && !query.phrases.length && !query.ignored.length;
			if (nothing && !ALL.some(function (facet) { return (state.chosen[facet] || []).length; }) && !facets.querySelector('details[open]')) {
				/* Nada se pide mientras nada se busque. */
				shown = null;
				empty(list);
				empty(notes);
				more.hidden = true;
				facets.classList.toggle('cerradas', true);
				tell(t('vacio'));
				return;
			}
			facets.classList.toggle('cerradas', false);
			tell(t('buscando'));
			wanted = needed(query).concat(['columnas']);
			if ((state.chosen.unidad || []).length)
				wanted.push('unidades');
			return askAll(wanted).then(function () {
				return now === turn ? correct(query) : null;
			}).then(function () {
				if (now !== turn)
					return;
				empty(notes);
				more.hidden = true;
				(query.told || []).forEach(note);
				if (query.ignored.length && !query.terms.length)
					note(t('vacias', { p: query.ignored.join(' ') }));
				if (query.cut)
					note(t('larga', { n: WORDS_MAX }));
				return answer(query, now);
			});
		}).catch(function () {
			if (now === turn)
				fail();
		});
	}

	/* --- La dirección: #q=...&fondo=a,b */

	function read(text) {
		var found = { q: '', chosen: {} };
		text.replace(/^[#?]/, '').split('&').forEach(function (pair) {
			var at = pair.indexOf('='), key = pair.slice(0, at), value = pair.slice(at + 1).replace(/\+/g, ' ');
			try {
				value = decodeURIComponent(value);
			} catch (wrong) {
				return;
			}
			if (key === 'q')
				found.q = value.slice(0, 300);
			else if (ALL.indexOf(key) >= 0 && value)
				found.chosen[key] = value.split(',').slice(0, 50);
		});
		return found;
	}

	function write() {
		var pairs = [];
		function safe(text) {
			try {
				return encodeURIComponent(text);
			} catch (half) {
				return encodeURIComponent(text.replace(/[\ud800-\udfff]/g, ''));
			}
		}
		if (state.q.trim())
			pairs.push('q=' + safe(state.q.trim()).replace(/%20/g, '+'));
		ALL.forEach(function (facet) {
			if ((state.chosen[facet] || []).length)
				pairs.push(facet + '=' + state.chosen[facet].map(safe).join(','));
		});
		return '#' + pairs.join('&');
	}

	function keep() {
		var hash = write();
		if (hash === (location.hash || '#'))
			return;
		try {
			history.replaceState(null, '', location.search ? location.pathname + hash : hash);
		} catch (refused) {
			location.hash = hash;
		}
	}

	function arrive() {
		state = location.hash.length > 1 ? read(location.hash) : read(location.search);
		input.value = state.q;
		ALL.forEach(function (facet) {
			if ((state.chosen[facet] || []).length)
				facets.querySelector('details[data-faceta="' + facet + '"]').open = true;
		});
		search();
	}

	var typing;
	input.addEventListener('input', function () {
		clearTimeout(typing);
		typing = setTimeout(function () {
			state.q = input.value;
			keep();
			search();
		}, 180);
	});
	input.form.addEventListener('submit', function (event) {
		event.preventDefault();
		clearTimeout(typing);
		state.q = input.value;
		keep();
		search();
	});
	facets.addEventListener('change', function (event) {
		var facet = event.target.closest('details').dataset.faceta, chosen = [];
		Array.prototype.forEach.call(facets.querySelectorAll('details[data-faceta="' + facet + '"] input'), function (box) {
			if (box.checked)
				chosen.push(box.value);
		});
		state.chosen[facet] = chosen;
		keep();
		search();
	});
	/* Abrir una faceta antes de buscar la llena con todo el sitio; las unidades pesan y se piden entonces. */
	facets.addEventListener('toggle', function (event) {
		if (!event.target.open)
			return;
		if (event.target.dataset.faceta === 'unidad' && !parts.unidades)
			ask('unidades').then(search, fail);
		else if (!shown)
			search();
	}, true);
	reset.addEventListener('click', function () {
		state.chosen = {};
		keep();
		search();
		input.focus();
	});
	more.addEventListener('click', function () {
		var last = list.children.length, now = turn;
		showMore(now).then(function () {
			var link = list.children[last] && list.children[last].querySelector('a');
			if (link && now === turn)
				link.focus();
		}, fail);
	});
	error.querySelector('button').addEventListener('click', function () {
		search();
		input.focus();
	});
	/* Con las flechas se va del cuadro a los resultados y de uno a otro. */
	place.addEventListener('keydown', function (event) {
		var links = Array.prototype.slice.call(list.querySelectorAll('a[href]'));
		var at = links.indexOf(document.activeElement), step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
		if (!step || (at < 0 && (document.activeElement !== input || step < 0)))
			return;
		event.preventDefault();
		if (at + step < 0)
			input.focus();
		else if (links[at + step])
			links[at + step].focus();
	});
	window.addEventListener('hashchange', function () {
		if (write() !== (location.hash || '#'))
			arrive();
	});

	byId('p_sin_guion').hidden = true;
	place.hidden = false;
	/* El guion de la raíz viene después de éste en la página, y puede faltar. */
	if (document.readyState === 'loading' || document.readyState === 'interactive')
		document.addEventListener('DOMContentLoaded', arrive);
	else
		arrive();
})();
