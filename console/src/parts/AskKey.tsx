import { Button, type ButtonProps, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';

interface AskKeyProps {
  label: string;
  placeholder: string;
  /** What the button says. */
  says: string;
  asked?: string;
  ask: (key: string) => void;
  autoFocus?: boolean;
  variant?: ButtonProps['variant'];
  className: string | undefined;
}

/** A field for one number or key; without spaces around it, and empty when nothing was written. */
export function AskKey({
  label,
  placeholder,
  says,
  asked = '',
  ask,
  autoFocus = false,
  variant = 'filled',
  className,
}: AskKeyProps) {
  const [text, setText] = useState(asked);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(text.trim());
  };
  return (
    <form onSubmit={submit} className={className}>
      <TextInput
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        autoFocus={autoFocus}
      />
      <Button type="submit" variant={variant}>
        {says}
      </Button>
    </form>
  );
}
