// Files are sent one at a time, each with its progress and an answer of its own. Without this the
// form sends them together, and the page that comes back says the same.

const LARGE = 2 * 1024 * 1024 // bytes of one file that take long enough to show how far it is

const form = document.querySelector('[data-files-form]')
const input = form?.querySelector('input[type="file"]')
const answers = document.querySelector('[data-files-answers]')
const done = document.querySelector('[data-files-done]')

function line (name) {
  const row = document.createElement('p')
  row.className = 'govuk-body app-words'
  const words = document.createElement('span')
  const bar = document.createElement('progress')
  bar.max = 1
  bar.value = 0
  bar.setAttribute('aria-label', name)
  words.textContent = `${name}: ${form.dataset.sending} `
  row.append(words, bar)
  answers.append(row)
  return {
    progress: (part) => { bar.value = part },
    say: (sentence, isRefused) => {
      words.textContent = `${name}: ${sentence}`
      row.classList.toggle('govuk-error-message', isRefused)
      bar.remove()
    }
  }
}

function send (file, shown) {
  const body = new FormData(form)
  body.set(input.name, file)
  const request = new XMLHttpRequest()
  request.open('POST', form.action)
  request.setRequestHeader('Accept', 'application/json')
  request.responseType = 'json'
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable) shown.progress(event.loaded / event.total)
  })
  return new Promise((resolve) => {
    request.addEventListener('loadend', () => {
      const answer = request.status === 200 && request.response ? request.response[0] : null
      const refused = answer ? answer.refused : form.dataset.failed
      shown.say(refused || form.dataset.added, Boolean(refused))
      resolve(!refused)
    })
    request.send(body)
  })
}

// The list above the form as the server has it now, with its buttons to remove; what is in it need
// not be said again below.
async function showAdded () {
  const page = await fetch(window.location.href)
  if (!page.ok) return
  const now = new DOMParser().parseFromString(await page.text(), 'text/html')
  const list = now.querySelector('[data-files-added]')
  if (!list) return
  document.querySelector('[data-files-added]').replaceWith(list)
  answers.querySelectorAll(':scope > :not(.govuk-error-message)').forEach((row) => row.remove())
}

// Whatever else the form asks is answered for by the server, with its page.
function isUnanswered () {
  const fields = form.querySelectorAll('select, textarea, input[type="text"]')
  return [...fields].some((each) => !each.value.trim())
}

if (form && input) {
  form.addEventListener('submit', async (event) => {
    const isSmall = input.files.length === 1 && input.files[0].size < LARGE
    if (!input.files.length || isSmall || isUnanswered()) return
    event.preventDefault()
    const button = event.submitter
    answers.replaceChildren()
    let areAllKept = true
    for (const file of [...input.files]) {
      areAllKept = await send(file, line(file.name)) && areAllKept
    }
    input.value = ''
    if (done) done.hidden = false
    else if (!areAllKept) await showAdded()
    else if (button?.name === 'add') window.location.reload()
    else form.submit()
  })
}
