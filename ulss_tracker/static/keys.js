// Keys for whoever works through lists all day: arrows go from row to row, Enter opens, "/" goes to
// the search, "?" says all this. They can be turned off (WCAG 2.1.4), and none is needed.
const OFF = 'keys-off'
const SOON = 250 // milliseconds without a key, before the pane follows

const isOff = () => {
  try {
    return window.localStorage.getItem(OFF) === 'yes'
  } catch {
    return false
  }
}

// Until the next drawing the focus stays on the tick of a dialog that was just closed.
const isTyping = (where) =>
  !where.closest('dialog:not([open])') &&
  where.closest('input, select, textarea, [contenteditable], dialog[open]')

// The first link of each row: its name's, or that of what is next.
const links = () =>
  [...document.querySelectorAll('main .app-list tbody tr')]
    .filter((row) => row.querySelector('th[scope=row]'))
    .map((row) => row.querySelector('a'))
    .filter(Boolean)

// The pane beside the list follows the row, where it is open.
let timer
const follow = (link) => {
  const pane = document.getElementById('look')
  const address = link.closest('tr').querySelector('[data-look]')?.href
  clearTimeout(timer)
  if (!pane || !address) return
  timer = setTimeout(async () => {
    try {
      const answer = await fetch(address)
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const found = page.getElementById('look')
      if (found && link === document.activeElement) pane.replaceChildren(...found.childNodes)
    } catch {
      // No connection: the row's own links still work.
    }
  }, SOON)
}

const move = (by) => {
  const all = links()
  if (!all.length) return false
  const at = all.indexOf(document.activeElement)
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]
  next.focus()
  follow(next)
  return true
}

const dialog = document.getElementById('keys')
const off = document.getElementById('keys-off')

if (dialog && off) {
  off.checked = isOff()
  off.addEventListener('change', () => {
    try {
      window.localStorage.setItem(OFF, off.checked ? 'yes' : 'no')
    } catch {
      // Not kept: they work again on the next page.
    }
  })
  dialog.querySelector('[data-keys-close]').addEventListener('click', () => dialog.close())
  document.querySelectorAll('[data-keys]').forEach((button) => {
    button.hidden = false
    button.addEventListener('click', () => dialog.showModal())
  })
}

const acts = {
  ArrowDown: () => move(1),
  ArrowUp: () => document.activeElement !== document.body && move(-1),
  '/': () => {
    const search = document.getElementById('search-box')
    search?.focus()
    return Boolean(search)
  },
  '?': () => {
    dialog?.showModal()
    return Boolean(dialog)
  }
}

document.addEventListener('keydown', (event) => {
  const act = acts[event.key]
  if (!act || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
  if (isOff() || isTyping(event.target)) return
  if (act()) event.preventDefault()
})
