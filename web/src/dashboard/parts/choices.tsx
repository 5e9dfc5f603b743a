import { Label, Radio, RadioGroup } from 'react-aria-components';

/** One of a few, each with a word on what it means. */
export function Choices<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly { value: T; label: string; note: string }[];
  value: T;
  onChange: (value: T) => void;
}) {
  return (
    <RadioGroup value={value} onChange={(value) => onChange(value as T)}>
      <Label>{label}</Label>
      {options.map((option) => (
        <Radio key={option.value} value={option.value}>
          <b>{option.label}</b> <span className="quiet">{option.note}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
