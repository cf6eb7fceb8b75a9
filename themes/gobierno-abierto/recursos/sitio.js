/* Comodidades: el sitio se lee igual sin este archivo. */
(function () {
	'use strict';
	var body = document.body;

	/* El enlace de un elemento copia además su dirección. */
	var said = document.createElement('p');
	said.className = 'copiada';
	said.setAttribute('role', 'status');
	body.appendChild(said);

	var timer;
	function say(text) {
		said.textContent = text;
		clearTimeout(timer);
		timer = setTimeout(function () { said.textContent = ''; }, 2500);
	}

	document.addEventListener('click', function (event) {
		var link = event.target.closest && event.target.closest('a.ancla');
		if (!link || !navigator.clipboard)
			return;
		navigator.clipboard.writeText(link.href).then(function () {
			say(body.dataset.copiada);
		}, function () {});
	});

	/* Lo que se puede copiar entero lleva su botón. */
	Array.prototype.forEach.call(document.querySelectorAll('[data-copiable]'), function (text) {
		if (!navigator.clipboard)
			return;
		var button = document.createElement('button');
		button.type = 'button';
		button.className = 'copiar';
		button.textContent = text.dataset.copiable;
		button.addEventListener('click', function () {
			navigator.clipboard.writeText(text.textContent.trim()).then(function () {
				say(text.dataset.copiada);
			}, function () {});
		});
		text.insertAdjacentElement('afterend', button);
	});

	/* En el mapa, las flechas llevan al vidrio encendido más cercano. */
	var ways = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
	document.addEventListener('keydown', function (event) {
		var way = ways[event.key], cell = event.target.closest && event.target.closest('.matriz td');
		if (!way || !cell || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
			return;
		var row = cell.parentNode.sectionRowIndex, column = cell.cellIndex, rows = cell.closest('tbody').rows, link;
		do {
			row += way[0];
			column += way[1];
			cell = column > 0 && rows[row] && rows[row].cells[column];
			link = cell && cell.querySelector('a');
		} while (cell && !link);
		event.preventDefault();
		if (link)
			link.focus();
	});

	/* Los encabezados de las tablas ordenan sus renglones. */
	function keyOf(row, column) {
		var cell = row.cells[column];
		return 'orden' in cell.dataset ? cell.dataset.orden : cell.textContent.trim();
	}

	/* Vacío al final; números como números; lo demás, como en un índice. */
	function compare(a, b) {
		if (!a || !b)
			return a ? -1 : b ? 1 : 0;
		var x = a.replace(/[$,]/g, ''), y = b.replace(/[$,]/g, '');
		if (x !== '' && y !== '' && !isNaN(x) && !isNaN(y))
			return x - y;
		return a.localeCompare(b, 'es', { numeric: true });
	}

	function sort(table, column, down) {
		var rows = Array.prototype.map.call(table.tBodies[0].rows, function (row, place) {
			return { row: row, key: keyOf(row, column), place: place };
		});
		rows.sort(function (a, b) {
			var order = compare(a.key, b.key);
			if (a.key && b.key && down)
				order = -order;
			return order || a.place - b.place;
		});
		rows.forEach(function (item) { table.tBodies[0].appendChild(item.row); });
	}

	function prepare(table) {
		var heads = table.tHead.rows[0].cells;
		/* De una lista larga se ordena la página que se ve. */
		var paged = table.parentNode.querySelector(':scope > .paginado');
		var words = paged ? body.dataset.ordenarPagina : body.dataset.ordenar;
		if (table.tBodies[0].rows.length < 2)
			return;
		table.classList.add('con-orden');
		if (paged) {
			var note = document.createElement('p');
			note.textContent = body.dataset.soloPagina;
			paged.appendChild(note);
		}
		table.tHead.rows[0].dataset.t = words;
		Array.prototype.forEach.call(heads, function (head, column) {
			var button = document.createElement('button');
			button.type = 'button';
			button.title = words + ' ' + head.textContent;
			while (head.firstChild)
				button.appendChild(head.firstChild);
			head.appendChild(button);
			button.addEventListener('click', function () {
				var down = head.getAttribute('aria-sort') === 'ascending';
				Array.prototype.forEach.call(heads, function (other) {
					other.removeAttribute('aria-sort');
				});
				head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
				sort(table, column, down);
			});
		});
	}

	Array.prototype.forEach.call(document.querySelectorAll('table[data-ordenable]'), prepare);
})();
