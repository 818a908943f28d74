import { DownOutlined, RightOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { usePinyinSearch } from '../../parts/pinyin-search.ts';
import { usePropertyText } from './property-texts.ts';

/** One setting of what is selected. */
export interface Setting {
  readonly key: string;
  readonly label: string;
  /** What it means, in plain words. */
  readonly means?: string;
  /** The control labels itself. */
  readonly isLabelled?: boolean;
  readonly control: ReactNode;
  /** Has a value of its own: it is shown among the first, wherever it stands. */
  readonly isSet?: boolean;
}

/** How many settings are open at first. */
const FIRST = 6;

/** The settings of what is selected: search on top, the first six open, the rest behind one button. */
export function SettingList({
  settings,
  head,
}: {
  readonly settings: readonly Setting[];
  readonly head: ReactNode;
}): ReactNode {
  const text = usePropertyText();
  const matches = usePinyinSearch();
  const [query, setQuery] = useState('');
  const [isOpen, setOpen] = useState(false);
  const isSearching = query.trim() !== '';
  const found = isSearching
    ? settings.filter(({ label, means, key }) => matches(query, [label, means ?? '', key]))
    : settings;
  const first = isSearching ? found : found.filter(({ isSet }, index) => index < FIRST || isSet === true);
  const rest = found.filter((setting) => !first.includes(setting));
  return (
    <>
      <div className="settings-head">
        {head}
        <Input
          allowClear
          prefix={<SearchOutlined />}
          placeholder={text('search')}
          aria-label={text('search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <div className="settings">
        {first.map((setting) => (
          <SettingRow key={setting.key} setting={setting} />
        ))}
        {rest.length > 0 && (
          <Button
            type="text"
            block
            className="settings-more"
            aria-expanded={isOpen}
            icon={isOpen ? <DownOutlined /> : <RightOutlined />}
            onClick={() => setOpen(!isOpen)}
          >
            {text('more', { count: rest.length })}
          </Button>
        )}
        {isOpen && rest.map((setting) => <SettingRow key={setting.key} setting={setting} />)}
        {found.length === 0 && <p className="settings-none">{text('none', { query })}</p>}
      </div>
    </>
  );
}

function SettingRow({ setting }: { readonly setting: Setting }): ReactNode {
  const { key, label, means, isLabelled = false, control } = setting;
  return (
    <div className="setting" role="group" aria-label={label} data-setting={key}>
      {!isLabelled && <span className="setting-label">{label}</span>}
      {control}
      {means !== undefined && <p className="setting-means">{means}</p>}
    </div>
  );
}
