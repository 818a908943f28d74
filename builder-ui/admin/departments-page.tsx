import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { App, Button, Input, Modal, Select, Tree, TreeSelect } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { RemoveDepartmentDocument, SetDepartmentDocument } from '../data/generated/graphql.ts';
import { Failure, Waiting } from '../shell/feedback.tsx';
import { useTenant } from '../shell/tenant-frame.tsx';
import { useAdminText } from './admin-texts.ts';
import { DepartmentRow, draggedDepartment, TopTarget } from './department-row.tsx';
import { isWithin, treeOf } from './department-tree.ts';
import { Field, Head, Issues } from './parts.tsx';
import { usePeopleText } from './people-texts.ts';
import { useAdminAction } from './use-admin.ts';
import { useDirectory, type Department, type DirectoryPerson } from './use-directory.ts';

/** What is being written: a new department below one, or one there is. */
type Edited = { readonly parentId: string | null; readonly id?: string; readonly name: string } | undefined;

/** The departments as a tree that is dragged or edited (SPEC [ADM-4]). */
export function DepartmentsPage(): ReactNode {
  const text = usePeopleText();
  const adminText = useAdminText();
  const { name: tenant } = useTenant();
  const { message, modal } = App.useApp();
  const { people, departments, error, retry } = useDirectory();
  const [edited, setEdited] = useState<Edited>();
  const { run, issues } = useAdminAction(SetDepartmentDocument, ({ setDepartment }) => setDepartment.issues);
  const removal = useAdminAction(RemoveDepartmentDocument, ({ removeDepartment }) => removeDepartment.issues);
  const tree = useMemo(() => treeOf(departments), [departments]);
  const held = useHeldDepartment();
  if (people === undefined) return error === null ? <Waiting /> : <Failure error={error} retry={retry} />;
  const peopleIn = (id: string): readonly string[] =>
    people.filter((person) => person.active && person.departments.includes(id)).map(({ name }) => name);
  const mayMove = (id: string, parentId: string | null): boolean => {
    const one = departments.find((department) => department.id === id);
    return one !== undefined && (one.parentId ?? null) !== parentId && !isWithin(departments, parentId, id);
  };
  const move = async (id: string, parentId: string | null): Promise<void> => {
    const one = departments.find((department) => department.id === id);
    if (one === undefined) return;
    if ((await run({ tenant, id, name: one.name, parentId })) !== undefined)
      void message.success(text('moved', { name: one.name }));
  };
  const drop = async ({ id, name, parentId }: Department): Promise<void> => {
    const parent = departments.find((one) => one.id === parentId)?.name;
    const isMeant = await modal.confirm({
      title: text('removeDepartmentTitle', { name }),
      content: parent === undefined ? text('removeTopHint') : text('removeDepartmentHint', { parent }),
      okText: text('removeDepartment'),
      okButtonProps: { danger: true },
      cancelText: adminText('cancel'),
    });
    if (isMeant && (await removal.run({ tenant, id })) !== undefined)
      void message.success(text('removedDepartment', { name }));
  };
  return (
    <>
      <Head title={adminText('departments')} lead={text('departmentsLead')}>
        <Button type="primary" onClick={() => setEdited({ parentId: null, name: '' })}>
          {text('addDepartment')}
        </Button>
      </Head>
      <Issues issues={[...issues, ...removal.issues]} />
      <div className="adm-card">
        {departments.length === 0 ? (
          <div className="adm-nothing">
            <strong>{text('noDepartments')}</strong>
            {text('noDepartmentsHint')}
          </div>
        ) : (
          <Tree
            className="adm-tree"
            aria-label={adminText('departments')}
            blockNode
            selectable={false}
            // What is added later is open too.
            expandedKeys={departments.map(({ id }) => id)}
            showIcon={false}
            switcherIcon={null}
            treeData={tree}
            titleRender={({ key, title }) => (
              <DepartmentRow
                id={key}
                name={title}
                people={peopleIn(key)}
                mayTake={(id) => mayMove(id, key)}
                onTake={(id) => void move(id, key)}
                onAdd={() => setEdited({ parentId: key, name: '' })}
                onRemove={() => {
                  const department = departments.find(({ id }) => id === key);
                  if (department !== undefined) void drop(department);
                }}
                onEdit={() =>
                  setEdited({
                    id: key,
                    name: title,
                    parentId: departments.find(({ id }) => id === key)?.parentId ?? null,
                  })
                }
              />
            )}
          />
        )}
      </div>
      {held !== undefined && mayMove(held, null) && (
        <TopTarget mayTake={(id) => mayMove(id, null)} onTake={(id) => void move(id, null)} />
      )}
      {edited !== undefined && (
        <DepartmentDialog
          edited={edited}
          departments={departments}
          people={people.filter(({ active }) => active)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </>
  );
}

/** The department that is being dragged. */
function useHeldDepartment(): string | undefined {
  const [held, setHeld] = useState<string>();
  useEffect(
    () =>
      monitorForElements({
        // A change of the page at the very start of a drag would end it.
        onDragStart: ({ source }) => requestAnimationFrame(() => setHeld(draggedDepartment(source.data))),
        onDrop: () => requestAnimationFrame(() => setHeld(undefined)),
      }),
    [],
  );
  return held;
}

interface DialogProps {
  readonly edited: NonNullable<Edited>;
  readonly departments: readonly Department[];
  readonly people: readonly DirectoryPerson[];
  readonly onClose: () => void;
}

/** Name, place and people of a department: what dragging does, by keyboard. */
function DepartmentDialog({ edited, departments, people, onClose }: DialogProps): ReactNode {
  const text = usePeopleText();
  const adminText = useAdminText();
  const { name: tenant } = useTenant();
  const [name, setName] = useState(edited.name);
  const [parentId, setParent] = useState(edited.parentId);
  const [own, setOwn] = useState<readonly string[]>(() => {
    const { id } = edited;
    return id === undefined ? [] : people.filter((one) => one.departments.includes(id)).map((one) => one.id);
  });
  const { run, issues, isBusy } = useAdminAction(SetDepartmentDocument, ({ setDepartment }) => setDepartment.issues);
  const save = async (): Promise<void> => {
    const id = edited.id === undefined ? {} : { id: edited.id };
    if ((await run({ tenant, ...id, name, parentId, people: [...own] })) !== undefined) onClose();
  };
  return (
    <Modal
      open
      title={edited.id === undefined ? text('addDepartment') : text('editDepartment', { name: edited.name })}
      okText={adminText('save')}
      cancelText={adminText('cancel')}
      confirmLoading={isBusy}
      okButtonProps={{ disabled: name.trim() === '' }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className="adm-form">
        <Issues issues={issues} />
        <Field label={text('departmentName')}>
          <Input
            value={name}
            maxLength={64}
            onChange={({ target }) => setName(target.value)}
            onPressEnter={() => void save()}
          />
        </Field>
        <Field label={text('parent')}>
          <TreeSelect<string>
            aria-label={text('parent')}
            value={parentId ?? ''}
            onChange={(value) => setParent(value === '' ? null : value)}
            // What stands below it can't be above it: those are left out with it.
            treeData={[{ key: '', value: '', title: text('top') }, ...treeOf(departments, edited.id)]}
            treeDefaultExpandAll
          />
        </Field>
        <Field label={text('peopleIn')} hint={text('peopleInHint')}>
          <Select<string[]>
            mode="multiple"
            aria-label={text('peopleIn')}
            value={[...own]}
            onChange={setOwn}
            options={people.map(({ id, name: label }) => ({ value: id, label }))}
            showSearch={{ optionFilterProp: 'label' }}
          />
        </Field>
      </div>
    </Modal>
  );
}
