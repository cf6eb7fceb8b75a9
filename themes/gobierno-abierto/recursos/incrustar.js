/* incrustar.js -- pone la lista de evaluaciones, o la ficha de una, en la página de otro sitio.
   <script src="https://.../incrustar/incrustar.js" data-evaluacion="2022/clave"></script>
   Lo que trae son nodos ya hechos: nada de ello se ejecuta. Sin permiso para leerlo, usa un marco. */
(function () {
  'use strict';
  var own = document.currentScript;
  if (!own || !own.parentNode) return;
  var which = own.getAttribute('data-evaluacion') || '';
  var address = new URL(/^[0-9]{4}[/][a-z0-9-]+$/.test(which) ? which + '.html' : 'lista.html', own.src);
  var place = document.createElement('div');
  place.className = 'diafano-incrustado';
  own.parentNode.insertBefore(place, own.nextSibling);

  function frame() {
    var made = document.createElement('iframe');
    made.src = address.href;
    made.title = own.getAttribute('data-titulo') || 'Evaluaciones';
    made.style.width = '100%';
    made.style.height = '36em';
    made.style.border = '0';
    place.appendChild(made);
  }

  function put(text) {
    var piece = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-incrustar]');
    if (!piece) { frame(); return; }
    piece = document.importNode(piece, true);
    Array.prototype.forEach.call(piece.querySelectorAll('a[href]'), function (link) {
      var whole = new URL(link.getAttribute('href'), address);
      if (/^https?:$/.test(whole.protocol)) link.href = whole.href;
      else link.removeAttribute('href');
    });
    /* el artículo ya tiene su título */
    Array.prototype.forEach.call(piece.querySelectorAll('h1'), function (title) {
      var lower = document.createElement('h2');
      while (title.firstChild) lower.appendChild(title.firstChild);
      title.parentNode.replaceChild(lower, title);
    });
    place.appendChild(piece);
  }

  if (!window.fetch || !/^https?:$/.test(address.protocol)) { frame(); return; }
  fetch(address.href, { credentials: 'omit' })
    .then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    })
    .then(put)
    .catch(frame);
})();
