import React, { useEffect, useRef, useState } from 'react';

/** An element, and whether it is in sight or nearly so. */
export function useVisible(): [React.RefObject<HTMLDivElement>, boolean] {
  const box = useRef<HTMLDivElement>(null);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => setVisible(entries.at(-1)?.isIntersecting ?? false), {
      rootMargin: '300px',
    });
    if (box.current) {
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, []);
  return [box, visible];
}
