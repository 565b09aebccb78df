import { Modal, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import styles from './Finder.module.css';
import { type Found, useFound } from './found.ts';

/** What is typed, and what there is of it. */
export function FinderDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="12vh"
      title="Find"
      classNames={{ header: styles['head']! }}
    >
      {opened && <Search close={close} />}
    </Modal>
  );
}

function Search({ close }: { close: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = useFound(text);
  const navigate = useNavigate();
  const list = useId();
  const chosen = Math.min(at, found.length - 1);
  useEffect(() => {
    document.getElementById(`${list}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [list, chosen]);
  const go = (to: Found | undefined) => {
    if (!to) return;
    close();
    void navigate({ href: to.href });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') go(found[chosen]);
    else if (step !== undefined) setAt((chosen + step + found.length) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles['search']}>
      <TextInput
        variant="unstyled"
        size="md"
        placeholder="A page, site, system, order, item …"
        aria-label="Find"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
        data-autofocus
      />
      <div id={list} role="listbox" aria-label="Found" className={styles['list']}>
        {found.map((each, n) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the chosen one
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
          <div
            key={each.href + each.title}
            id={`${list}-${n}`}
            role="option"
            aria-selected={n === chosen}
            onClick={() => go(each)}
          >
            <span>{each.title}</span>
            <small>{each.kind}</small>
          </div>
        ))}
      </div>
    </div>
  );
}
