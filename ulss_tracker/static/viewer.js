// The pages of a file, larger and smaller by keyboard: + and - while they have the focus.

const viewer = document.querySelector('[data-viewer]')
if (viewer) {
  const zooms = viewer.dataset.viewer.split(' ')
  const size = document.querySelector('[data-viewer-size]')
  const now = () => zooms.findIndex((each) => viewer.classList.contains(`app-viewer--${each}`))

  const show = (index) => {
    const to = Math.max(0, Math.min(zooms.length - 1, index))
    viewer.classList.replace(`app-viewer--${zooms[now()]}`, `app-viewer--${zooms[to]}`)
    size.textContent = `${zooms[to]}%`
  }

  viewer.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const by = { '+': 1, '=': 1, '-': -1 }[event.key]
    if (!by) return
    event.preventDefault()
    show(now() + by)
  })
}
