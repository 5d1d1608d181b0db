import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { GalleryPage } from './page.tsx';
import type { Specimen } from './specimen.ts';

const files = import.meta.glob<{ specimen: Specimen }>('./specimens/*.tsx', { eager: true });
const specimens = Object.values(files).map(({ specimen }) => specimen);

/** `?theme=light` and `?open=dialog` say what is shown; going back and forth needs no reload. */
function Gallery() {
  const [search, setSearch] = useState(location.search);
  useEffect(() => {
    const follow = () => {
      setSearch(location.search);
    };
    window.addEventListener('popstate', follow);
    return () => {
      window.removeEventListener('popstate', follow);
    };
  }, []);
  const query = new URLSearchParams(search);
  const theme = query.get('theme') === 'light' ? 'light' : 'dark';
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return <GalleryPage specimens={specimens} theme={theme} open={query.get('open')} />;
}

const place = document.getElementById('gallery');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
}
