import { useLayoutEffect, useRef, useState } from 'react';

/** Where an element lies in the window, in pixels: its width, followed, and where its top was first. Known before anything is painted. */
export function usePlace() {
  const ref = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current!;
    const measure = () => setWidth(element.clientWidth);
    setTop(element.getBoundingClientRect().top);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return { ref, width, top };
}
