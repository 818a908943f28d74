import { PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { textIn, type Locale, type Text } from '../../../schema/core/text.ts';
import { humanText } from '../../../schema/model/labels.ts';
import type { Template } from '../../../schema/template/template.ts';
import { useLanguage } from '../../i18n/locale-context.tsx';
import { pinyinWords } from '../form/pinyin-words.ts';
import { newId } from '../parts/new-id.ts';
import { usePinyinSearch } from '../parts/pinyin-search.ts';
import { useDraft, useDraftSession } from '../session/draft-context.tsx';
import { AccessDetail } from './access-detail.tsx';
import { NameDialog } from '../parts/name-dialog.tsx';
import { accessTargets, type AccessTarget } from './access-edits.ts';
import { AccessMatrix } from './access-matrix.tsx';
import { useAccessText, type AccessText } from './access-texts.ts';
import { ViewAsPerson } from './view-as-person.tsx';
import '../changes/changes.css';
import './access.css';

/** Who may do what: objects by roles, and the rows and fields of the pair that is chosen. */
export function AccessPage(): ReactNode {
  const text = useAccessText();
  const { locale } = useLanguage();
  const session = useDraftSession();
  const template = useDraft(({ log }) => log.template);
  const matches = usePinyinSearch();
  const [typed, setTyped] = useState('');
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<{ readonly role: string; readonly target: AccessTarget }>();
  const roles = template.roles ?? [];
  const targets = useMemo(
    () => accessTargets(template).filter((target) => matches(typed, searched(template, target, text))),
    [template, typed, matches, text],
  );
  const role = roles.find(({ id }) => id === chosen?.role);
  const isThere =
    chosen !== undefined &&
    accessTargets(template).some(({ id, kind }) => id === chosen.target.id && kind === chosen.target.kind);
  const addRole = (label: Text): void => {
    const pinyin = pinyinWords(label['zh-CN'] ?? label.en ?? '');
    const id = newId({
      label: pinyin !== undefined && label['zh-CN'] === undefined ? undefined : label,
      ...(pinyin === undefined ? {} : { pinyin }),
      taken: roles.map((one) => one.id),
      style: 'camel',
      fallback: 'role',
    });
    session.run(text('addRole'), [{ kind: 'addItem', list: ['roles'], item: { id, label, grants: [] } }]);
  };
  return (
    <div className="access-page">
      <header className="page-head">
        <div>
          <h1>{text('title')}</h1>
          <p className="soft">{text('hint')}</p>
        </div>
        <Input.Search
          allowClear
          className="access-search"
          aria-label={text('search')}
          placeholder={text('search')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <ViewAsPerson />
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
          {text('addRole')}
        </Button>
        {isAdding && (
          <NameDialog
            label={text('roleName')}
            cancel={text('cancel')}
            title={text('newRole')}
            confirm={text('addRole')}
            name={undefined}
            onDone={(label) => {
              setAdding(false);
              if (label !== undefined) addRole(label);
            }}
          />
        )}
      </header>
      <p className="access-note">
        <SafetyCertificateOutlined aria-hidden="true" /> {text('security')}
      </p>
      <div className="access-columns">
        <div className="access-main">
          {roles.length === 0 ? (
            <p className="notice">{text('noRoles')}</p>
          ) : (
            <AccessMatrix
              roles={roles}
              targets={targets}
              nameOf={(target) => targetName(template, target, { text, locale })}
              chosen={chosen}
              onChoose={(id, target) => setChosen({ role: id, target })}
            />
          )}
          <p className="soft access-legend">
            {text('legend')} · {text('keys')}
          </p>
        </div>
        {role !== undefined && chosen !== undefined && isThere && (
          <AccessDetail
            key={`${role.id} ${chosen.target.id}`}
            role={role}
            target={chosen.target}
            name={targetName(template, chosen.target, { text, locale })}
            onClose={() => setChosen(undefined)}
          />
        )}
      </div>
    </div>
  );
}

/** What people call a target of rights. */
export function targetName(
  template: Template,
  target: AccessTarget,
  { text, locale }: { readonly text: AccessText; readonly locale: Locale },
): string {
  if (target.kind === 'all') return text('all');
  const items = target.kind === 'ledger' ? template.ledgers : template.entities;
  const item: { readonly id: string; readonly label?: Text } | undefined = items?.find(({ id }) => id === target.id);
  return textIn(item?.label ?? humanText(target.id), locale);
}

function searched(template: Template, target: AccessTarget, text: AccessText): readonly string[] {
  return [
    targetName(template, target, { text, locale: 'en' }),
    targetName(template, target, { text, locale: 'zh-CN' }),
  ];
}
