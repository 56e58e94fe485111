// Small helps on top of pages that work without them.

const FEWEST_LETTERS = 2
const PAUSE = 200 // milliseconds without a key before asking the server
const UNSEEN = 400 // milliseconds for which nobody can have meant to tap a list that just opened

const fill = (words, values) =>
  words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole))

const escaped = (text) => {
  const holder = document.createElement('span')
  holder.textContent = text
  return holder.innerHTML
}

// Ask for suggestions when typing pauses. An answer to words that have since changed, or to a box
// that was left meanwhile, is dropped: no list opens late.
function makeSource (url) {
  let timer
  let latest = 0
  let answered = 0
  let close = () => {}
  const suggestions = { shown: [], openedAt: 0, isWaiting: () => answered !== latest }
  suggestions.cancel = () => {
    clearTimeout(timer)
    answered = ++latest
  }
  suggestions.close = () => {
    suggestions.cancel()
    close()
  }
  suggestions.source = (words, show) => {
    clearTimeout(timer)
    close = () => show([])
    const mine = ++latest
    timer = setTimeout(async () => {
      const address = new URL(url, window.location.href)
      address.searchParams.set('q', words)
      let found = []
      try {
        const answer = await fetch(address, { headers: { Accept: 'application/json' } })
        if (answer.ok) found = await answer.json()
      } catch {
        // No connection: the words still go with the form, and the server looks them up then.
      }
      if (mine !== latest) return
      answered = mine
      suggestions.shown = found
      suggestions.openedAt = Date.now()
      show(found)
    }, PAUSE)
  }
  return suggestions
}

// Turn the picker's text box into one that suggests. What the server reads stays the same: the
// words, the id chosen, and the words it was chosen for.
function enhancePicker (picker) {
  const input = picker.querySelector('input[type="text"]')
  const chosenFor = picker.querySelector('[data-picker-for]')
  const matches = picker.querySelector('[data-picker-matches]')
  const says = picker.dataset
  let chosenId = picker.querySelector('[data-picker-id]')
  const chosenLine = picker.querySelector('[data-picker-chosen]')
  const undo = picker.querySelector('[data-picker-undo]')
  const chosenName = picker.querySelector('[data-picker-chosen-name]')
  const { id, name, value } = input
  const described = input.getAttribute('aria-describedby')
  const label = picker.querySelector(`label[for="${CSS.escape(id)}"]`)

  const suggestions = makeSource(says.suggestUrl)
  const nothing = () => (suggestions.isWaiting() ? says.searching : says.noResults)

  const choose = (suggestion, words) => {
    if (!chosenId) {
      chosenId = document.createElement('input')
      chosenId.type = 'hidden'
      chosenId.name = `${name}-id`
      picker.append(chosenId)
    }
    matches?.remove()
    chosenId.value = suggestion ? suggestion.id : ''
    chosenFor.value = suggestion ? words : ''
    chosenLine.hidden = undo.hidden = !suggestion
    chosenName.textContent = suggestion
      ? [suggestion.title, suggestion.detail].filter(Boolean).join(' – ')
      : ''
  }

  const holder = document.createElement('div')
  const box = () => picker.querySelector(`#${CSS.escape(id)}`)
  const typed = () => box()?.value ?? value
  input.replaceWith(holder)
  window.accessibleAutocomplete({
    element: holder,
    id,
    name,
    defaultValue: value,
    minLength: FEWEST_LETTERS,
    confirmOnBlur: false,
    showNoOptionsFound: !('keepsWords' in says),
    displayMenu: 'inline', // it must not lie over the button below it
    source: suggestions.source,
    templates: {
      inputValue: (suggestion) => 'keepsWords' in says ? typed() : (suggestion?.title ?? ''),
      suggestion: (suggestion) => {
        const detail = suggestion.detail
          ? ` <span class="app-picker__detail">${escaped(suggestion.detail)}</span>`
          : ''
        return escaped(suggestion.title) + detail
      }
    },
    onConfirm: (suggestion) => {
      if (suggestion) choose(suggestion, 'keepsWords' in says ? typed() : suggestion.title)
    },
    tNoResults: nothing,
    tStatusQueryTooShort: () => says.tooShort,
    tStatusNoResults: nothing,
    tStatusSelectedOption: (_words, total, index) =>
      fill(says.selected, { title: suggestions.shown[index]?.title, position: index + 1, total }),
    tStatusResults: (total) =>
      total === 1 ? says.resultsOne : fill(says.resultsMany, { count: total }),
    tAssistiveHint: () => says.assistiveHint
  })

  const enhanced = box()
  if (label) label.htmlFor = id
  if (described) {
    const own = enhanced.getAttribute('aria-describedby')
    enhanced.setAttribute('aria-describedby', own ? `${described} ${own}` : described)
  }
  enhanced.addEventListener('input', () => {
    if (enhanced.value !== chosenFor.value) choose(null, '')
  })
  undo.hidden = chosenLine.hidden
  undo.addEventListener('click', () => {
    choose(null, '')
    enhanced.focus()
  })
  closeWhenLeft(picker, suggestions)
}

// The list closes by Escape and by a tap elsewhere, and nothing opens it after. What is below it
// stays where it is until the tap that closes it has ended: it would miss its button.
function closeWhenLeft (picker, suggestions) {
  const isOutside = (target) => !picker.contains(target)
  picker.addEventListener('keydown', (event) => { if (event.key === 'Escape') suggestions.cancel() })
  picker.addEventListener('focusout', (event) => {
    if (isOutside(event.relatedTarget)) suggestions.cancel()
  })
  picker.addEventListener('click', (event) => {
    const isTap = event.detail > 0 && event.target.closest('[role="option"]')
    if (isTap && Date.now() - suggestions.openedAt < UNSEEN) event.stopPropagation()
  }, true)
  window.addEventListener('pointerdown', (event) => {
    if (!isOutside(event.target)) return
    picker.style.minHeight = `${picker.offsetHeight}px`
    suggestions.cancel()
  }, true)
  const release = (event) => {
    const isTap = event.type === 'pointerup' && isOutside(event.target)
    if (isTap && picker.contains(document.activeElement)) document.activeElement.blur()
    if (isTap) suggestions.close()
    setTimeout(() => { picker.style.minHeight = '' }, 2 * PAUSE)
  }
  window.addEventListener('pointerup', release, true)
  window.addEventListener('pointercancel', release, true) // it was a scroll, not a tap
}

if (window.accessibleAutocomplete) {
  document.querySelectorAll('[data-picker]').forEach(enhancePicker)
}

// Say what looks wrong about a date as it is typed. The server says it again when it is sent.
function sayDoubts (region) {
  const form = region.closest('form')
  const says = region.dataset
  const names = says.appDoubtsOf.split(' ')
  const boxesOf = (name) => [...form.querySelectorAll(`[name^="${CSS.escape(name)}-"]`)]
  const typed = boxesOf(names[0])
  let timer
  let latest = 0

  const add = (holder, tag, classes, text) => {
    const element = document.createElement(tag)
    element.className = classes
    element.textContent = text
    holder.append(element)
    return element
  }

  const use = (parts) => {
    typed.forEach((box) => { box.value = parts[box.name.slice(names[0].length + 1)] ?? '' })
    typed[0].focus()
    ask()
  }

  const show = (doubts) => {
    // What was said of an earlier date, when that was sent, is no longer about this one.
    form.querySelector('#date-doubts')?.remove()
    region.replaceChildren()
    if (!doubts.length) return
    const box = add(region, 'div', 'govuk-inset-text govuk-!-margin-top-0', '')
    add(box, 'p', 'govuk-body govuk-!-font-weight-bold', says.heading)
    const list = add(box, 'ul', 'govuk-list govuk-list--bullet', '')
    doubts.forEach((doubt) => add(list, 'li', '', doubt.text))
    doubts.filter((doubt) => doubt.parts).forEach((doubt) => {
      const words = fill(says.use, { date: doubt.date })
      const button = add(box, 'button', 'govuk-button govuk-button--secondary', words)
      button.type = 'button'
      button.addEventListener('click', () => use(doubt.parts))
    })
    add(box, 'p', 'govuk-body', says.leave)
  }

  const ask = async () => {
    const mine = ++latest
    if (typed.some((box) => !box.value.trim())) return show([])
    const address = new URL(says.appDoubts, window.location.href)
    names.flatMap(boxesOf).forEach((box) => address.searchParams.append(box.name, box.value))
    try {
      const answer = await fetch(address, { headers: { Accept: 'application/json' } })
      const doubts = answer.ok ? await answer.json() : []
      if (mine === latest) show(doubts)
    } catch {
      // No connection: the server asks about the date when it is sent.
    }
  }

  names.flatMap(boxesOf).forEach((box) => box.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, 2 * PAUSE)
  }))
}

document.querySelectorAll('[data-app-doubts]').forEach(sayDoubts)

// A radio may not carry aria-expanded (ARIA 1.2), though the front end sets it on one that reveals
// a further question. What it reveals follows it in reading order, so nothing is lost.
function plainRadios () {
  document
    .querySelectorAll('.govuk-radios__input[aria-expanded]')
    .forEach((radio) => radio.removeAttribute('aria-expanded'))
}

plainRadios()
window.addEventListener('click', plainRadios)
window.addEventListener('pageshow', plainRadios)

// A "Print this page" button only makes sense where a script can print.
document.querySelectorAll('[data-print]').forEach((button) => {
  button.hidden = false
  button.addEventListener('click', () => window.print())
})

// Work that takes several presses goes on by itself where a script can press.
document.querySelectorAll('[data-app-go-on]').forEach((form) => form.requestSubmit())

// What is made of a form's words follows what is typed, where a script can fetch it: a letter
// beside its form, how a sentence reads.
document.querySelectorAll('[data-app-preview]').forEach((form) => {
  const preview = document.querySelector('[data-app-preview-text]')
  let timer
  let latest = 0
  const refresh = async () => {
    const mine = ++latest
    const words = new FormData(form)
    form.querySelectorAll('input[type=file]').forEach((each) => words.delete(each.name))
    try {
      const answer = await fetch(form.dataset.appPreview, { method: 'POST', body: words })
      const text = answer.ok ? await answer.text() : ''
      if (text && mine === latest) preview.innerHTML = text
    } catch {
      // No connection: the form's own button still shows it.
    }
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(refresh, 3 * PAUSE)
  })
})

// A long text is kept as a draft while it is written. Without a script "Save the draft" keeps it.
const KEEP_AFTER = 3000 // milliseconds without a key

document.querySelectorAll('[data-autosave]').forEach((form) => {
  const status = form.querySelector('[data-autosave-status]')
  let timer
  let isSent = false
  const keep = async () => {
    const words = new FormData(form)
    words.set('autosave', 'yes')
    try {
      const answer = await fetch(form.dataset.autosave, { method: 'POST', body: words, redirect: 'error' })
      if (isSent) return
      const time = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
      status.textContent = answer.ok ? `Draft kept at ${time}` : 'Not kept: press “Save the draft”'
    } catch {
      status.textContent = 'Not kept: there is no connection, or you are signed out'
    }
  }
  form.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(keep, KEEP_AFTER)
  })
  form.addEventListener('submit', () => {
    isSent = true
    clearTimeout(timer)
  })
})

// How many rows are ticked stands beside what may be done with them, which opens by itself.
const ticked = document.querySelector('[data-app-ticked]')
const countTicked = () => {
  const count = document.querySelectorAll('.app-tick__box:checked').length
  ticked.textContent = count ? ` (${count})` : ''
  if (count) ticked.closest('details').open = true
}
if (ticked) {
  document.addEventListener('change', countTicked)
  window.addEventListener('pageshow', countTicked)
}
